package io.llmgw.provider.bedrock;

import io.llmgw.config.Secret;
import io.llmgw.provider.Call;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a profile in AWS's files, which its tools may have renewed since they were read. */
final class ProfileKeys implements KeySource {
  private final AwsFiles files;
  private final String profile;
  private volatile AwsKeys keys;

  private ProfileKeys(AwsFiles files, String profile, AwsKeys keys) {
    this.files = files;
    this.profile = profile;
    this.keys = keys;
  }

  /** The keys of that profile; null when it has none. */
  static @Nullable ProfileKeys of(AwsFiles files, String profile) {
    AwsKeys keys = keys(files.profile(profile));
    return keys == null ? null : new ProfileKeys(files, profile, keys);
  }

  private static @Nullable AwsKeys keys(Map<String, String> settings) {
    String id = settings.getOrDefault("aws_access_key_id", "");
    String secret = settings.getOrDefault("aws_secret_access_key", "");
    String session = settings.getOrDefault("aws_session_token", "");
    return id.isEmpty() || secret.isEmpty()
        ? null
        : new AwsKeys(id, new Secret(secret), session.isEmpty() ? null : new Secret(session));
  }

  @Override
  public AwsKeys keys(Call call) {
    return keys;
  }

  @Override
  public boolean refused() {
    AwsKeys now = keys(files.profile(profile));
    if (now == null || now.equals(keys)) {
      return false;
    }
    keys = now;
    return true;
  }
}
