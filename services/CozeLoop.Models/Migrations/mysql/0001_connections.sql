-- encrypted_key: see SecretBox; models: a JSON array of names.
CREATE TABLE connections (
    workspace_id BIGINT NOT NULL,
    id VARCHAR(64) NOT NULL,
    name VARCHAR(100) NOT NULL,
    provider VARCHAR(32) NOT NULL,
    base_url LONGTEXT NULL,
    models LONGTEXT NOT NULL,
    encrypted_key LONGTEXT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) ENGINE = InnoDB ${binary}
