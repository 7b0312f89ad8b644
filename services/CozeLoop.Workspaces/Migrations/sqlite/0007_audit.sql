CREATE TABLE audit (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    workspace_id BIGINT NOT NULL,
    time_ms BIGINT NOT NULL,
    actor VARCHAR(200) NOT NULL,
    action VARCHAR(100) NOT NULL,
    subject VARCHAR(400) NOT NULL,
    detail TEXT NULL
);
