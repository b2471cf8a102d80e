package io.llmgw.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes secrets, and the hashes they are kept as: keyed with a pepper that is not where the hashes
 * are, so that a stolen database helps nobody to guess a weak key. Thread-safe.
 */
public final class KeySecrets {
  /** What every secret begins with. */
  public static final String PREFIX = "sk-";

  /** Bytes of a pepper. */
  public static final int PEPPER_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final int SHOWN = 4;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Mac prototype;

  public KeySecrets(byte[] pepper) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(pepper, ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }

  /** A new secret of 256 random bits. */
  String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A new id of a key. */
  String freshId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return "key_" + HexFormat.of().formatHex(bytes);
  }

  /** What a secret is found by. Looking a hash up tells no one how near a guess was. */
  public String hash(String secret) {
    try {
      Mac mac = (Mac) prototype.clone();
      return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("every Java's " + ALGORITHM + " can be copied", impossible);
    }
  }

  /** Encrypts what must be had again, bound to its id, with a key made of the pepper. */
  String seal(String id, String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] hidden =
          cipher(Cipher.ENCRYPT_MODE, nonce, id).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE + hidden.length);
      System.arraycopy(hidden, 0, all, NONCE, hidden.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has AES-GCM", impossible);
    }
  }

  /** Decrypts; null when the text was changed or sealed with another pepper. */
  @Nullable String open(String id, String sealed) {
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      if (all.length <= NONCE) {
        return null;
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), id);
      return new String(cipher.doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
    byte[] key = HexFormat.of().parseHex(hash("the key that entries of models are sealed with"));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Tells whether two places have the same pepper, without telling the pepper. */
  public String fingerprint() {
    return hash("the fingerprint of the pepper").substring(0, 16);
  }

  /** What people recognise a secret by. */
  static String masked(String secret) {
    boolean longEnough = secret.length() >= PREFIX.length() + 3 * SHOWN;
    return PREFIX + "..." + (longEnough ? secret.substring(secret.length() - SHOWN) : "");
  }
}
