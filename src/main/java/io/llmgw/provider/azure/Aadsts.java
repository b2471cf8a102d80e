package io.llmgw.provider.azure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns Entra's error numbers into what to do about them.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">the
 *     numbers</a>
 */
final class Aadsts {
  private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");

  private Aadsts() {}

  /** The number in a text, or null. */
  static @Nullable String number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /**
   * The sentence for a number, or null for one that is not known.
   *
   * @param client the application's id
   * @param scope what the token was asked for
   */
  static @Nullable String advice(String number, String client, String tenant, String scope) {
    return switch (number) {
      case "7000215" ->
          "the client secret of application "
              + client
              + " is wrong; copy the secret's value, not its ID, or create a new one";
      case "7000222" ->
          "the client secret of application "
              + client
              + " has expired; create a new one in its app registration";
      case "7000218" -> "application " + client + " needs a client_secret";
      case "700016" ->
          "there is no application "
              + client
              + " in tenant "
              + tenant
              + "; check client_id and tenant_id";
      case "7000229" ->
          "application "
              + client
              + " has no service principal in tenant "
              + tenant
              + "; create one (az ad sp create --id "
              + client
              + ")";
      case "7000112" -> "application " + client + " is disabled in tenant " + tenant;
      case "90002", "900021", "900023" ->
          "there is no tenant "
              + tenant
              + "; check tenant_id, and AZURE_AUTHORITY_HOST for other clouds";
      case "500011", "650057" ->
          "tenant "
              + tenant
              + " does not know "
              + scope
              + "; check azure_scope, and that the tenant is the one the Azure resource belongs to";
      case "70011", "1002012", "500131" ->
          "the scope " + scope + " is not valid; azure_scope ends in /.default";
      case "700024" ->
          "the federated token is outside its time of validity; check that"
              + " AZURE_FEDERATED_TOKEN_FILE is still renewed, and this machine's clock";
      case "70021", "700211", "700212", "700213", "700021", "700023" ->
          "application "
              + client
              + " trusts no federated credential with this token's issuer, subject and audience;"
              + " compare them with the federated credentials of the application";
      case "700027", "50013" ->
          "the federated token's signature was not accepted; check the issuer's address in the"
              + " federated credential";
      case "53003", "53000", "530003" ->
          "a Conditional Access policy of tenant " + tenant + " forbids the sign-in";
      case "70043", "700082", "50173", "50078", "50076", "50079" ->
          "the sign-in has to be renewed: run 'az login --tenant " + tenant + "'";
      default -> null;
    };
  }
}
