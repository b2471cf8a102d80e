package io.llmgw.cli;

import io.llmgw.chat.Fence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts the words of the command line and what is piped in together. */
final class PromptReader {
  private static final int LIMIT = 8 << 20;

  private PromptReader() {}

  /**
   * The whole prompt; empty when there is none.
   *
   * @param piped what is read as text after the words; the caller keeps it open
   */
  static String read(List<String> words, InputStream piped) {
    String question = String.join(" ", words).strip();
    String input = text(piped).strip();
    if (question.isEmpty() || input.isEmpty()) {
      return question + input;
    }
    return question + "\n\n" + Fence.around("stdin", input);
  }

  private static String text(InputStream piped) {
    try {
      byte[] bytes = piped.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new CommandException(
            ExitCode.USAGE,
            "the standard input is longer than %d MiB".formatted(LIMIT >> 20),
            "pipe in the part that matters, such as with head or grep");
      }
      return decoded(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the standard input", e);
    }
  }

  /** What is no text must not reach the model as if it were. */
  private static String decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException _) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE,
        "the standard input is no text in UTF-8",
        "-f - for an image, a PDF or audio; iconv -f latin1 -t utf-8 for another text");
  }
}
