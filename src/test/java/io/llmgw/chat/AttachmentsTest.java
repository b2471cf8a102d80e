package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.Part;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentsTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

  @TempDir private Path folder;

  private Attachment read(String spec) {
    var input = new ByteArrayInputStream("piped".getBytes(StandardCharsets.UTF_8));
    return new Attachments(folder, folder.resolve("home"), input).read(spec);
  }

  @Test
  void fencesText() throws Exception {
    Files.writeString(folder.resolve("a.md"), "one\n```\ntwo\n");

    assertThat(((Part.Text) read("a.md").part()).text()).isEqualTo("````a.md\none\n```\ntwo\n````");
  }

  @Test
  void knowsAnImageByItsBytes() throws Exception {
    Files.write(folder.resolve("photo.txt"), PNG);

    Attachment attachment = read("photo.txt");

    assertThat(attachment.type()).isEqualTo("image/png");
    assertThat(attachment.needs()).isEqualTo(Model.VISION);
    assertThat(attachment.part()).isInstanceOf(Part.Media.class);
  }

  @Test
  void believesTheUser() throws Exception {
    Files.write(folder.resolve("x"), new byte[] {0, 1, 2});

    assertThat(read("x;type=image/webp").type()).isEqualTo("image/webp");
  }

  @Test
  void readsTheInput() {
    assertThat(((Part.Text) read("-").part()).text()).isEqualTo("```stdin\npiped\n```");
  }

  @Test
  void knowsTheHomeFolder() throws Exception {
    Files.createDirectory(folder.resolve("home"));
    Files.writeString(folder.resolve("home/n.txt"), "note");

    assertThat(read("~/n.txt").bytes()).isEqualTo(4);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Files.write(folder.resolve("x.bin"), new byte[] {0, 1, 2});
    Files.createFile(folder.resolve("empty"));
    Files.writeString(folder.resolve("long.txt"), "x".repeat((2 << 20) + 1));

    assertThatThrownBy(() -> read("gone")).hasMessage("there is no file gone");
    assertThatThrownBy(() -> read(".")).hasMessage(". is a folder");
    assertThatThrownBy(() -> read("x.bin")).hasMessageContaining("neither text, an image");
    assertThatThrownBy(() -> read("empty")).hasMessage("empty is empty");
    assertThatThrownBy(() -> read("long.txt")).hasMessageContaining("2 MB is the most");
    assertThatThrownBy(() -> read("x.bin;type=video/mp4")).hasMessageContaining("no model takes");
    assertThatThrownBy(() -> read("http://127.0.0.1:1/x")).hasMessageContaining("cannot read");
    assertThatThrownBy(() -> read("http://a b")).hasMessageContaining("is no address");
  }
}
