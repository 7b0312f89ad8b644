CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY,
    email VARCHAR(320) NOT NULL UNIQUE,
    name LONGTEXT NOT NULL,
    password_hash VARCHAR(200) NULL,
    created_ms BIGINT NOT NULL
) ENGINE = InnoDB ${binary}
