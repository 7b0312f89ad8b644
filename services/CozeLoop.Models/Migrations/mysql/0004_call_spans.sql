-- First start of each recorded span, in nanoseconds. The trace store identifies a span by its start as well: a call made again under the
-- same span id must keep it, or the span would show twice.
CREATE TABLE call_spans (
    workspace_id BIGINT NOT NULL,
    trace_id VARCHAR(32) NOT NULL,
    span_id VARCHAR(16) NOT NULL,
    start_unix_nano BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, trace_id, span_id)
) ENGINE = InnoDB ${binary}
