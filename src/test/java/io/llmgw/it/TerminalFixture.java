package io.llmgw.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** {@code llmgw chat} in a terminal, with a home of its own. To be closed. */
final class TerminalFixture implements AutoCloseable {
  private static final int COLUMNS = 100;
  private static final int ROWS = 30;

  private final Launch launch;
  private Tmux tmux;

  /** Three names for the demo model; nothing is started yet. */
  TerminalFixture(Path folder) {
    assumeTrue(Tmux.isThere(), "tmux is not installed: apt install tmux");
    launch =
        new Launch(folder)
            .set("LANG", "C.UTF-8")
            .write(
                "llmgw.yaml",
                """
                model_list:
                  - model_name: demo
                    litellm_params: {model: demo/demo}
                  - model_name: hare
                    litellm_params: {model: demo/demo}
                  - model_name: tortoise
                    litellm_params: {model: demo/demo}
                """);
  }

  Launch launch() {
    return launch;
  }

  /** Starts and waits for the first prompt. */
  Tmux start() {
    return start(COLUMNS, ROWS, "chat -m demo").await("/help lists").awaitLast("❯");
  }

  /** Starts anew, after what ran before has been ended. */
  Tmux start(String arguments) {
    return start(COLUMNS, ROWS, arguments);
  }

  Tmux start(int columns, int rows, String arguments) {
    close();
    tmux = launch.terminal(columns, rows, arguments);
    return tmux;
  }

  @Override
  public void close() {
    if (tmux != null) {
      tmux.close();
      tmux = null;
    }
  }
}
