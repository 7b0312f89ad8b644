CREATE TABLE versions (
    workspace_id BIGINT NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    version BIGINT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    config TEXT NOT NULL,
    description VARCHAR(2000) NOT NULL,
    actor VARCHAR(200) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, evaluator_key, version)
)
