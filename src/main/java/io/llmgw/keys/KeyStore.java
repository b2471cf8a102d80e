package io.llmgw.keys;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where keys, users and added models are kept. What a method acknowledged survives the end of the
 * process, however it ends. Failures are {@link io.llmgw.model.GatewayException}s. Thread-safe.
 */
public interface KeyStore extends AutoCloseable {

  /**
   * A key found by a secret of its own.
   *
   * @param secretUntil when that secret ends because the key has a newer one; null when it is the
   *     newest
   * @param user the key's owner, null when it has none or nothing is known of it
   */
  record Found(VirtualKey key, @Nullable Instant secretUntil, @Nullable User user) {}

  /**
   * Which keys to list; null for any.
   *
   * @param alias a part of the alias, in any case
   * @param offset how many to skip, the newest come first
   */
  record Query(
      @Nullable String userId,
      @Nullable String teamId,
      @Nullable String alias,
      int offset,
      int limit) {
    public static Query all(int limit) {
      return new Query(null, null, null, 0, limit);
    }
  }

  /** The key with a secret of that hash, also one that was replaced; null when there is none. */
  @Nullable Found find(String hash);

  @Nullable VirtualKey byId(String id);

  @Nullable VirtualKey byAlias(String alias);

  List<VirtualKey> list(Query query);

  /** How many keys a query finds, whatever its offset and limit. */
  long count(Query query);

  /** Adds a key whose id, hash and alias are new; else it fails. */
  void add(VirtualKey key);

  /**
   * Changes a key in one step that nothing comes between.
   *
   * @param oldSecretUntil until when the old secret is good if the change gives a new one
   * @return the key as it is now, null when there is none with that id
   */
  @Nullable VirtualKey change(String id, UnaryOperator<VirtualKey> change, Instant oldSecretUntil);

  /**
   * Removes keys with all their secrets, all in one step.
   *
   * @return how many of them were there
   */
  int remove(Collection<String> ids);

  /** Adds a user whose id is new; else it fails. */
  void add(User user);

  @Nullable User user(String id);

  /** The models that were added, the oldest first. */
  List<StoredModel> models();

  /** Adds a model whose id is new; else it fails. */
  void add(StoredModel model);

  /** Removes a model; false when it was not there. */
  boolean removeModel(String id);

  /** A number that grows with every change by any process. */
  long revision();

  @Override
  void close();
}
