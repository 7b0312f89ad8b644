CREATE TABLE IF NOT EXISTS facts${on_cluster} (id UInt64, text String) ENGINE = ${replicated}MergeTree ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
