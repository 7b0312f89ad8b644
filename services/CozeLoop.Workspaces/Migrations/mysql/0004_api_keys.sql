CREATE TABLE api_keys (
    public_key VARCHAR(100) NOT NULL PRIMARY KEY,
    workspace_id BIGINT NOT NULL,
    secret_hash VARCHAR(64) NOT NULL UNIQUE,
    name LONGTEXT NOT NULL,
    scopes LONGTEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NULL,
    revoked_ms BIGINT NULL
) ENGINE = InnoDB ${binary}
