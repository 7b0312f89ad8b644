CREATE TABLE built_in (
    workspace_id BIGINT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
) ENGINE = InnoDB ${binary}
