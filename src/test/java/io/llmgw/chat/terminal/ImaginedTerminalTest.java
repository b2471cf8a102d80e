package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.Entry;
import io.llmgw.chat.FakeBackend;
import io.llmgw.chat.Saving;
import io.llmgw.chat.Settings;
import io.llmgw.config.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chat whose keys are all typed before it begins. */
@Timeout(60)
class ImaginedTerminalTest {
  @TempDir private Path folder;

  private final Chat chat =
      new Chat(
          new FakeBackend(), new Saving(ConversationStore.none(), _ -> {}), Settings.of("echo"));

  @RepeatedTest(5)
  void readsAllKeysAndThenLeaves() throws Exception {
    run("one\r/help\rtwo\r");

    assertThat(chat.conversation().questions()).extracting(Entry::typed).contains("one", "two");
  }

  @RepeatedTest(5)
  void leavesWhenItsUserDoes() throws Exception {
    run("one\r/exit\rtwo\r");

    assertThat(chat.conversation().questions()).extracting(Entry::typed).containsExactly("one");
  }

  @Test
  void doesWhatWasLeftForLater() throws Exception {
    var later = new CompletableFuture<Boolean>();

    run("one\r/exit\r", () -> later.complete(true));

    assertThat(later).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
  }

  private void run(String keys) throws IOException {
    run(keys, () -> {});
  }

  private void run(String keys, Runnable later) throws IOException {
    TerminalChat.Options options =
        new TerminalChat.Options(
            Environment.of(Map.of("TERM", "xterm"), folder, folder),
            null,
            folder.resolve("state/history"),
            false,
            0,
            false,
            List.of(),
            "",
            "",
            false,
            false,
            later);
    new TerminalChat(chat, new Attachments(folder, folder, InputStream.nullInputStream()), options)
        .run(
            new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream());
  }
}
