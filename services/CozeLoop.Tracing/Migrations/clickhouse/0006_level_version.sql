-- Spans of before, and those that an older version still writes, have the level that their status says.
ALTER TABLE spans${on_cluster}
    ADD COLUMN IF NOT EXISTS level LowCardinality(String) DEFAULT if(status = 'error', 'ERROR', 'DEFAULT') CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS version String CODEC(ZSTD(1))
