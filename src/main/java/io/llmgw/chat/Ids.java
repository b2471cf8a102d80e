package io.llmgw.chat;

import java.security.SecureRandom;

/** Makes the short names of sessions and entries, which people type. */
public final class Ids {
  // without letters that look alike
  private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
  private static final int LENGTH = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new name; 31^10 of them make a collision in one person's chats as good as impossible. */
  public static String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
