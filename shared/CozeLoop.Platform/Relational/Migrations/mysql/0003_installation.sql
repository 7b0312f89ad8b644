-- What holds for the whole installation: a mark of the master key it was made with.
CREATE TABLE installation (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  value VARCHAR(255) NOT NULL
) ENGINE = InnoDB ${binary}
