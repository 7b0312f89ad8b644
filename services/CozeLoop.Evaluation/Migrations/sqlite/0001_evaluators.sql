CREATE TABLE evaluators (
    workspace_id BIGINT NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, evaluator_key)
)
