package io.llmgw.store;

import io.llmgw.keys.KeySecrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the secrets of keys are hashed with, in a file of its own that only its owner may read. */
final class Pepper {
  private static final int LONGEST = 1_024;

  private Pepper() {}

  /** Reads the file. */
  static byte[] read(Path file) {
    try {
      PrivateFile.check(file);
      String text = Files.size(file) > LONGEST ? "" : Files.readString(file).strip();
      byte[] pepper = HexFormat.of().parseHex(text);
      if (pepper.length == KeySecrets.PEPPER_BYTES) {
        return pepper;
      }
      throw damaged(file);
    } catch (IllegalArgumentException _) {
      throw damaged(file);
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  /** Makes the file, unless another process was faster, and reads it. */
  static byte[] create(Path file) {
    Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      byte[] pepper = new byte[KeySecrets.PEPPER_BYTES];
      new SecureRandom().nextBytes(pepper);
      PrivateFile.prepare(draft);
      write(draft, HexFormat.of().formatHex(pepper) + "\n");
      try {
        // whole or not at all, and never in the place of one that keys were made with
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException _) {
        // the other process's is as good
      } finally {
        Files.delete(draft);
      }
    } catch (IOException | UnsupportedOperationException failure) {
      throw unusable(file, failure);
    }
    return read(file);
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static StoreException damaged(Path file) {
    return new StoreException(
        StoreException.Problem.DAMAGED,
        file + " does not hold what the keys' secrets are hashed with",
        "Restore it from a backup; without it no key can be checked.");
  }

  private static StoreException unusable(Path file, Exception failure) {
    return new StoreException(
        StoreException.Problem.PERMISSION,
        "%s cannot be used: %s".formatted(file, failure.getMessage()),
        "Make the file and its folder readable and writable for this user.",
        failure);
  }
}
