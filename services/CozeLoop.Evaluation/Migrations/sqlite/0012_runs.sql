CREATE TABLE runs (
    workspace_id BIGINT NOT NULL,
    run_id VARCHAR(64) NOT NULL,
    state VARCHAR(32) NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, run_id)
)
