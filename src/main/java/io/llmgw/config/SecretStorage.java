package io.llmgw.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a provider's key is kept. Of all but a plain file, the file has only how to get at it. */
public enum SecretStorage {
  /** In the file, as it is. */
  FILE,
  /** In the file, encrypted with a passphrase. */
  PASSPHRASE,
  /** In the desktop's keyring, through libsecret's program. */
  SECRET_TOOL,
  /** In the keychain of macOS. */
  SECURITY,
  /** In the store of the standard Unix password manager. */
  PASS,
  /** Nowhere here: a command prints it each time it is needed. */
  COMMAND;

  /** The word for whichever the system has. */
  public static final String KEYCHAIN = "keychain";

  /** The storage of that name; {@code keychain} is the one of this system. */
  public static Optional<SecretStorage> of(String name) {
    if (name.equals(KEYCHAIN)) {
      boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
      return Optional.of(mac ? SECURITY : SECRET_TOOL);
    }
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
