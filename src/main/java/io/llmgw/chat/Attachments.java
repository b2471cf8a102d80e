package io.llmgw.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads what the user names: a file, an address, or {@code -} for the standard input. */
public final class Attachments {
  private static final int MOST = 20 << 20;
  private static final int TIMEOUT = 20_000;
  private static final String TYPE = ";type=";

  private final Path folder;
  private final Path home;
  private final InputStream input;

  /**
   * @param folder where relative paths start
   * @param input what {@code -} reads; the caller owns it
   */
  public Attachments(Path folder, Path home, InputStream input) {
    this.folder = folder;
    this.home = home;
    this.input = input;
  }

  /**
   * Reads it whole.
   *
   * @param spec a path, a http(s) address, or {@code -}; {@code ;type=image/png} after it says what
   *     it is
   * @throws ChatException when it is not there, cannot be read, or is nothing a model takes
   */
  public Attachment read(String spec) {
    int mark = spec.indexOf(TYPE);
    String name = mark < 0 ? spec : spec.substring(0, mark);
    String type = mark < 0 ? "" : spec.substring(mark + TYPE.length()).strip();
    try {
      if (name.equals("-")) {
        return Attachment.of("stdin", limited(input, "the standard input"), type);
      }
      return isAddress(name) ? fetch(name, type) : file(name, type);
    } catch (IOException e) {
      throw ChatException.wrong("cannot read %s: %s".formatted(name, reason(e)), null);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  public static boolean isAddress(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /** The file as people name it, with {@code ~} for the home folder. */
  public Path resolve(String name) {
    try {
      boolean underHome = name.equals("~") || name.startsWith("~/");
      return underHome
          ? home.resolve(name.length() < 3 ? "" : name.substring(2))
          : folder.resolve(name);
    } catch (InvalidPathException e) {
      throw ChatException.wrong("'%s' is no path".formatted(name), null);
    }
  }

  private Attachment file(String name, String type) throws IOException {
    Path path = resolve(name);
    if (Files.isDirectory(path)) {
      throw ChatException.wrong(name + " is a folder", "name the files in it");
    }
    if (!Files.exists(path)) {
      throw ChatException.wrong(
          "there is no file " + name, "check the path; it starts in " + folder);
    }
    if (!Files.isReadable(path)) {
      throw ChatException.wrong(name + " may not be read", "chmod u+r " + name);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Attachment.of(name, limited(in, name), type);
    }
  }

  private static Attachment fetch(String address, String type) throws IOException {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw ChatException.wrong("'%s' is no address".formatted(address), null);
    }
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT);
    connection.setReadTimeout(TIMEOUT);
    connection.setRequestProperty("Accept", "image/*, application/pdf, text/*;q=0.9, */*;q=0.5");
    if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
      throw ChatException.wrong(
          "%s answers %d".formatted(address, http.getResponseCode()), "open it in a browser first");
    }
    try (InputStream in = connection.getInputStream()) {
      return Attachment.of(address, limited(in, address), type);
    }
  }

  private static byte[] limited(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST) {
      throw ChatException.wrong(
          "%s has more than %s".formatted(name, Attachment.size(MOST)),
          "attach the part of it that matters");
    }
    return bytes;
  }
}
