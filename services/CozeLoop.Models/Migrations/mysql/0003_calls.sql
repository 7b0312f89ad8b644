-- The response cache. A row without a result is an intent: written before the call is made, so that a crash in between is known afterwards.
CREATE TABLE calls (
    workspace_id BIGINT NOT NULL,
    content_key VARCHAR(64) NOT NULL,
    trace_id VARCHAR(32) NOT NULL,
    span_id VARCHAR(16) NOT NULL,
    result LONGTEXT NULL,
    begun_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, content_key)
) ENGINE = InnoDB ${binary}
