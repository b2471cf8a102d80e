package io.llmgw.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts with a passphrase: AES-256-GCM under a key that PBKDF2 makes of it, with HMAC-SHA-512
 * and as many rounds as OWASP asks for.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">
 *     Password storage</a>
 */
final class SecretSeal {
  /** As many rounds as a new seal takes. */
  static final int ROUNDS = 210_000;

  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final int rounds;
  private final byte[] salt;
  private final SecretKey key;

  private SecretSeal(String passphrase, int rounds, byte[] salt) {
    this.rounds = rounds;
    this.salt = salt;
    try {
      PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, rounds, 256);
      byte[] bytes =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      this.key = new SecretKeySpec(bytes, "AES");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has PBKDF2", impossible);
    }
  }

  /** One for secrets to come. */
  static SecretSeal fresh(String passphrase, int rounds) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return new SecretSeal(passphrase, rounds, salt);
  }

  /** The one a secret was sealed with; null when that is no sealed secret. */
  static @Nullable SecretSeal of(String passphrase, String sealed) {
    byte[] bytes = bytes(sealed);
    int rounds = rounds(sealed);
    return bytes.length <= SALT + NONCE || rounds == 0
        ? null
        : new SecretSeal(passphrase, rounds, Arrays.copyOf(bytes, SALT));
  }

  /** Whether a secret was sealed with the salt and the rounds of this one. */
  boolean made(String sealed) {
    byte[] bytes = bytes(sealed);
    return rounds(sealed) == rounds
        && bytes.length > SALT
        && Arrays.equals(bytes, 0, SALT, salt, 0, SALT);
  }

  /** Encrypts a secret, bound to its name. */
  String seal(String name, String secret) {
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] hidden =
          cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(salt, SALT + NONCE + hidden.length);
      System.arraycopy(nonce, 0, all, SALT, NONCE);
      System.arraycopy(hidden, 0, all, SALT + NONCE, hidden.length);
      return rounds + ":" + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has AES-GCM", impossible);
    }
  }

  /** Decrypts; null when the passphrase is another, or the text was changed. */
  @Nullable String open(String name, String sealed) {
    byte[] bytes = bytes(sealed);
    if (bytes.length <= SALT + NONCE) {
      return null;
    }
    try {
      int from = SALT + NONCE;
      byte[] nonce = Arrays.copyOfRange(bytes, SALT, from);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, name);
      return new String(cipher.doFinal(bytes, from, bytes.length - from), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException _) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** 0 for none that make sense. */
  private static int rounds(String sealed) {
    String number = sealed.substring(0, Math.max(0, sealed.indexOf(':')));
    int rounds = number.matches("[0-9]{1,8}") ? Integer.parseInt(number) : 0;
    return rounds > MOST_ROUNDS ? 0 : rounds;
  }

  private static byte[] bytes(String sealed) {
    try {
      return Base64.getDecoder().decode(sealed.substring(sealed.indexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }
}
