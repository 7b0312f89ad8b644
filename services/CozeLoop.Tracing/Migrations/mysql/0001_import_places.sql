CREATE TABLE import_places (
    workspace_id BIGINT NOT NULL,
    content_key VARCHAR(64) NOT NULL,
    start_unix_nano BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, content_key)
) ENGINE = InnoDB ${binary}
