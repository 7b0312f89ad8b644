CREATE TABLE members (
    workspace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    role VARCHAR(20) NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
) ENGINE = InnoDB ${binary}
