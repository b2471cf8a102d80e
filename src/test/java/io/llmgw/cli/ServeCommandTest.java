package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the gateway from starting; that it serves is shown elsewhere. */
class ServeCommandTest {
  @TempDir private Path folder;

  private CommandFixture.Result serve(String... options) {
    var environment =
        Environment.of(Map.of("LLMGW_MASTER_KEY", "sk-test-0123456789"), folder, folder);
    var words = new String[options.length + 1];
    words[0] = "serve";
    System.arraycopy(options, 0, words, 1, options.length);
    return CommandFixture.with(
            new Surroundings(environment, Tty.NONE, InputStream.nullInputStream()))
        .run(words);
  }

  @Test
  void namesAnotherPortWhenOneIsTaken() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();

      CommandFixture.Result result = serve("--port", Integer.toString(port));

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              """
              error: Port %d on 127.0.0.1 is taken. Stop what listens there, or use --port.
              try: llmgw serve --port %d
              """
                  .formatted(port, port == 65_535 ? 0 : port + 1));
    }
  }

  @Test
  void blamesNoPortForAnAddressOfAnotherMachine() {
    CommandFixture.Result result = serve("--host", "192.0.2.1", "--port", "0");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo("error: No interface of this machine has the address 192.0.2.1.\n");
  }

  @Test
  void tellsAnUnknownHost() {
    CommandFixture.Result result = serve("--host", "no such host", "--port", "0");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).isEqualTo("error: The host no such host to listen on is unknown.\n");
  }

  @Test
  void tellsInOneLineThatTheConfigurationIsADirectory() {
    CommandFixture.Result result = serve("-c", ".");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .startsWith("error: The config file " + folder + " is a directory\ntry: ")
        .hasLineCount(2);
  }

  @Test
  void showsTheLineThatIsWrong() throws IOException {
    Files.writeString(folder.resolve("llmgw.yaml"), "general_settings:\n  port: many\n");

    assertThat(serve().err())
        .startsWith("error: llmgw.yaml:2:9: `general_settings.port` takes a whole number")
        .contains("    2 |   port: many\n      |         ^");
  }
}
