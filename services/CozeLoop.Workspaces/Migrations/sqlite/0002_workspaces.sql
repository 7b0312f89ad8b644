CREATE TABLE workspaces (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    created_ms BIGINT NOT NULL
);
