CREATE TABLE subjects (
    workspace_id BIGINT NOT NULL,
    subject_id VARCHAR(200) NOT NULL,
    run_id VARCHAR(64) NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (workspace_id, subject_id)
)
