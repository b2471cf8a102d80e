package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteFailuresTest {
  /** Codes: 13 full, 4874 input or output (the size of the shared memory), 5 busy, 11 corrupt. */
  @ParameterizedTest
  @CsvSource({
    "13, 1000000000, FULL",
    "4874, 4095, FULL",
    "4874, 1000000000, FAILED",
    "5, 0, LOCKED",
    "11, 0, DAMAGED"
  })
  void tellsWhatIsWrong(int code, long room, StoreException.Problem problem) {
    SQLException failure = new SQLException("x", null, code);
    assertThat(SqliteFailures.of(Path.of("a.db"), failure, room).problem()).isEqualTo(problem);
  }
}
