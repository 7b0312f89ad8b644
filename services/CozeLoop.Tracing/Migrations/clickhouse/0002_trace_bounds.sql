-- Where a trace lies in time, so that one trace is a short range of `spans`. Least and greatest are the same however often a row comes.
CREATE TABLE IF NOT EXISTS trace_bounds${on_cluster}
(
    workspace_id Int64,
    trace_id String CODEC(ZSTD(1)),
    first SimpleAggregateFunction(min, DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    last SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(ZSTD(1))
)
ENGINE = ${replicated}AggregatingMergeTree
ORDER BY (workspace_id, trace_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
