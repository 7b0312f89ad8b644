CREATE TABLE IF NOT EXISTS facts (id UInt64, text String) ENGINE = MergeTree ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
