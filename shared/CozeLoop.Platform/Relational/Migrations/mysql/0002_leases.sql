CREATE TABLE leases (
  name VARCHAR(200) NOT NULL PRIMARY KEY,
  owner VARCHAR(200) NOT NULL,
  fence BIGINT NOT NULL,
  expires_at BIGINT NOT NULL -- unix ms
) ENGINE = InnoDB ${binary}
