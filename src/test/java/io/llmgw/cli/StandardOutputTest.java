package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  @Test
  void writesUtf8WhateverTheLocaleSays() {
    var bytes = new ByteArrayOutputStream();
    PrintWriter out = StandardOutput.over(bytes);

    out.print("héllo 🦜");
    out.flush();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("héllo 🦜");
  }

  @Test
  void noticesThatTheReaderIsGone() {
    PrintWriter out = StandardOutput.over(failing("Broken pipe"));
    out.print("a");

    assertThatThrownBy(out::flush).isInstanceOf(ReaderGoneException.class);
  }

  @Test
  void endsQuietlyWhenTheReaderIsGone() {
    var err = new StringWriter();

    int exit = llmgw(failing("Broken pipe"), err).execute("--help");

    assertThat(exit).isEqualTo(141);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsThatTheDiskIsFull() {
    var err = new StringWriter();

    int exit = llmgw(failing("No space left on device"), err).execute("--help");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: cannot write the output: No space left on device");
  }

  private static Llmgw llmgw(OutputStream stream, StringWriter err) {
    var surroundings =
        new Surroundings(
            Environment.of(Map.of(), Path.of("/"), Path.of("/")),
            Tty.NONE,
            java.io.InputStream.nullInputStream());
    return new Llmgw(surroundings, StandardOutput.over(stream), new PrintWriter(err));
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
