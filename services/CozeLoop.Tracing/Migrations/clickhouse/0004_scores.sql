-- A judgement on a span, a trace or a session; the same id again replaces.
CREATE TABLE IF NOT EXISTS scores${on_cluster}
(
    workspace_id Int64,
    id String CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    name LowCardinality(String),
    data_type LowCardinality(String),
    value Nullable(Float64),
    category Nullable(String),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    comment String CODEC(ZSTD(1)),
    source LowCardinality(String),
    environment LowCardinality(String),
    evaluator_key LowCardinality(String),
    evaluator_version Nullable(Int32),
    INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ${replicated}ReplacingMergeTree(time)
ORDER BY (workspace_id, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
