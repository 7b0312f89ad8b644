CREATE TABLE api_keys (
    public_key VARCHAR(100) NOT NULL PRIMARY KEY,
    workspace_id BIGINT NOT NULL,
    secret_hash VARCHAR(64) NOT NULL UNIQUE,
    name VARCHAR(200) NOT NULL,
    scopes VARCHAR(200) NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NULL,
    revoked_ms BIGINT NULL
);
