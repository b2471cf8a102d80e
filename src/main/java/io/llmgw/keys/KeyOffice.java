package io.llmgw.keys;

import static io.llmgw.keys.FieldReader.wrong;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes keys and changes them, by requests and with answers in LiteLLM's terms. A secret is in the
 * answer that gives it out and never again. Thread-safe.
 *
 * <p>A key is named by its secret, the hash of it ({@code token}), its id or its alias. What is
 * wrong with a request is a {@link GatewayException} of kind INVALID_REQUEST or NOT_FOUND; nothing
 * is changed then.
 */
public final class KeyOffice {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 512;
  private static final int LONGEST_PAGE = 1_000;

  private final KeyStore store;
  private final KeySecrets secrets;
  private final InstantSource clock;
  private final Runnable changed;

  /**
   * Opens for business.
   *
   * @param changed told after every change
   */
  public KeyOffice(KeyStore store, KeySecrets secrets, InstantSource clock, Runnable changed) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
    this.changed = changed;
  }

  /** {@code /key/generate}. */
  public ObjectNode generate(ObjectNode request) {
    Instant now = now();
    KeySettings settings = KeyFields.read(request, KeySettings.DEFAULT, now, Set.of("key"));
    return issue(settings, new FieldReader(request).text("key", null), now);
  }

  ObjectNode issue(KeySettings settings, @Nullable String chosen, Instant now) {
    String secret = secret("key", chosen);
    requireFreeAlias(settings.alias(), null);
    VirtualKey key =
        new VirtualKey(
            secrets.freshId(), secrets.hash(secret), KeySecrets.masked(secret), settings, now, now);
    store.add(key);
    changed.run();
    return KeyAnswers.withSecret(key, secret);
  }

  /** A new secret, or the chosen one if it will do. */
  private String secret(String field, @Nullable String chosen) {
    if (chosen == null) {
      return secrets.fresh();
    }
    boolean plain = chosen.chars().allMatch(c -> c > ' ' && c < 127);
    if (!chosen.startsWith(KeySecrets.PREFIX)
        || !plain
        || chosen.length() < SHORTEST
        || chosen.length() > LONGEST) {
      throw wrong(
          field,
          "must begin with 'sk-' and have %d to %d letters, digits and signs"
              .formatted(SHORTEST, LONGEST));
    }
    if (store.find(secrets.hash(chosen)) != null) {
      throw wrong(field, "is the secret of a key that is there already");
    }
    return chosen;
  }

  private void requireFreeAlias(@Nullable String alias, @Nullable String ownId) {
    VirtualKey other = alias == null ? null : store.byAlias(alias);
    if (other != null && !other.id().equals(ownId)) {
      throw wrong("key_alias", "'" + alias + "' is the name of another key");
    }
  }

  /** {@code /key/update}. */
  public ObjectNode update(ObjectNode request) {
    VirtualKey key = named(request);
    Instant now = now();
    // what is wrong must show before anything is changed
    KeySettings checked = KeyFields.read(request, key.settings(), now, Set.of("key"));
    requireFreeAlias(checked.alias(), key.id());
    VirtualKey after =
        change(
            key,
            before ->
                before.with(KeyFields.read(request, before.settings(), now, Set.of("key")), now));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    // as it was named, which LiteLLM does too; it is no more than the caller knows
    answer.set("key", request.get("key"));
    answer.setAll(KeyAnswers.of(after));
    return answer;
  }

  /** {@code /key/block} and {@code /key/unblock}. */
  public ObjectNode block(ObjectNode request, boolean blocked) {
    VirtualKey key = named(request);
    refuseOthers(request, Set.of("key"));
    return KeyAnswers.of(
        change(key, before -> before.with(before.settings().withBlocked(blocked), now())));
  }

  /**
   * {@code /key/regenerate}: another secret for the same key, and other settings if there are any
   * in the request.
   */
  public ObjectNode regenerate(ObjectNode request) {
    VirtualKey key = named(request);
    Instant now = now();
    Set<String> also = Set.of("key", "new_key", "grace_period");
    KeySettings checked = KeyFields.read(request, key.settings(), now, also);
    requireFreeAlias(checked.alias(), key.id());
    FieldReader reader = new FieldReader(request);
    String grace = reader.text("grace_period", null);
    Duration length = grace == null ? Duration.ZERO : KeyFields.length("grace_period", grace);
    String secret = secret("new_key", reader.text("new_key", null));
    VirtualKey after =
        change(
            key,
            before ->
                before
                    .with(KeyFields.read(request, before.settings(), now, also), now)
                    .withSecret(secrets.hash(secret), KeySecrets.masked(secret), now),
            now.plus(length));
    ObjectNode answer = KeyAnswers.withSecret(after, secret);
    return length.isZero() ? answer : answer.put("old_key_expires", now.plus(length).toString());
  }

  private VirtualKey change(VirtualKey key, UnaryOperator<VirtualKey> change) {
    return change(key, change, now());
  }

  private VirtualKey change(
      VirtualKey key, UnaryOperator<VirtualKey> change, Instant oldSecretUntil) {
    VirtualKey after = store.change(key.id(), change, oldSecretUntil);
    changed.run();
    if (after == null) {
      // removed since it was looked up
      throw unknown(key.shown());
    }
    return after;
  }

  /** {@code /key/delete}: all of the keys that are named, or none. */
  public ObjectNode delete(ObjectNode request) {
    refuseOthers(request, Set.of("keys", "key_aliases"));
    FieldReader reader = new FieldReader(request);
    List<String> names = new ArrayList<>(reader.texts("keys", List.of()));
    names.addAll(reader.texts("key_aliases", List.of()));
    if (names.isEmpty()) {
      throw wrong("keys", "must name the keys to delete");
    }
    List<VirtualKey> keys = names.stream().map(this::find).toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode deleted = answer.putArray("deleted_keys");
    store.remove(keys.stream().map(VirtualKey::id).toList());
    changed.run();
    // as they were named, as LiteLLM has it
    names.forEach(deleted::add);
    return answer;
  }

  /** {@code /key/info}. */
  public ObjectNode info(String name) {
    VirtualKey key = find(name);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("key", key.hash());
    answer.set("info", KeyAnswers.of(key));
    return answer;
  }

  /**
   * {@code /key/list}.
   *
   * @param page the first one is 1
   * @param full whether the keys are wanted with all that is known of them
   */
  public ObjectNode list(KeyStore.Query query, int page, boolean full) {
    if (query.limit() < 1 || query.limit() > LONGEST_PAGE) {
      throw wrong("size", "must be a number from 1 to " + LONGEST_PAGE);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode keys = answer.putArray("keys");
    for (VirtualKey key : store.list(query)) {
      keys.add(full ? KeyAnswers.of(key) : JsonNodeFactory.instance.stringNode(key.hash()));
    }
    long count = store.count(query);
    answer.put("total_count", count).put("current_page", page);
    return answer.put("total_pages", (count + query.limit() - 1) / query.limit());
  }

  /** {@code /user/new}, with a first key unless that is not wanted. */
  public ObjectNode newUser(ObjectNode request) {
    Instant now = now();
    UserFields fields = UserFields.read(request, now);
    if (store.user(fields.user().id()) != null) {
      throw wrong("user_id", "'" + fields.user().id() + "' is there already");
    }
    KeySettings first = fields.firstKey();
    requireFreeAlias(first == null ? null : first.alias(), null);
    store.add(fields.user());
    changed.run();
    ObjectNode answer = UserFields.write(fields.user());
    if (first != null) {
      ObjectNode key = issue(first, null, now);
      key.remove("id");
      key.properties().stream()
          .filter(member -> !answer.has(member.getKey()))
          .forEach(member -> answer.set(member.getKey(), member.getValue()));
    }
    return answer;
  }

  /** {@code /user/info}, with the user's keys. */
  public ObjectNode userInfo(String id) {
    User user = store.user(id);
    if (user == null) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND,
          "There is no user '" + id + "'.",
          new ErrorDetail(404, "not_found_error", null, "user_id", null));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("user_id", id);
    answer.set("user_info", UserFields.write(user));
    ArrayNode keys = answer.putArray("keys");
    store
        .list(new KeyStore.Query(id, null, null, 0, LONGEST_PAGE))
        .forEach(key -> keys.add(KeyAnswers.of(key)));
    answer.putArray("teams");
    return answer;
  }

  /** What is stored has no finer times. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void refuseOthers(ObjectNode request, Set<String> known) {
    FieldReader reader = new FieldReader(request);
    known.forEach(reader::has);
    reader.refuseOthers(Set.of());
  }

  private VirtualKey named(ObjectNode request) {
    JsonNode name = request.path("key");
    if (!name.isString() || name.asString().isBlank()) {
      throw wrong("key", "must name the key: its secret, token, id or alias");
    }
    return find(name.asString());
  }

  /** The key of that secret, hash, id or alias. */
  VirtualKey find(String name) {
    String hash = name.startsWith(KeySecrets.PREFIX) ? secrets.hash(name) : name;
    KeyStore.Found found = store.find(hash);
    VirtualKey key = found == null ? store.byId(name) : found.key();
    key = key == null ? store.byAlias(name) : key;
    if (key == null) {
      throw unknown(
          name.startsWith(KeySecrets.PREFIX) ? KeySecrets.masked(name) : "'" + name + "'");
    }
    return key;
  }

  private static GatewayException unknown(String shown) {
    return new GatewayException(
        ErrorKind.NOT_FOUND,
        "There is no key " + shown + ".",
        new ErrorDetail(404, "not_found_error", null, "key", null));
  }
}
