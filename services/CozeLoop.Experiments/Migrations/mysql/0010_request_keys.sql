-- Old keys are deleted by their time: without its index that would lock every row.
CREATE TABLE request_keys (
    workspace_id BIGINT NOT NULL,
    request_key VARCHAR(200) NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    replay_id VARCHAR(64) NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, request_key),
    KEY request_keys_by_time (created_ms)
) ENGINE = InnoDB ${binary}
