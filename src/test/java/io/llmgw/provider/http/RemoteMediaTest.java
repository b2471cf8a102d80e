package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteMediaTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ScriptedUpstream files = ScriptedUpstream.start();
  private final int port = URI.create(files.url()).getPort();
  private final Cancellation cancellation = new Cancellation();

  @AfterEach
  void close() {
    files.close();
  }

  /** Every name leads to this machine. */
  private static List<InetAddress> here(String host) throws UnknownHostException {
    return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
  }

  private RemoteMedia allowing(String... hosts) {
    return new RemoteMedia(RemoteMediaTest::here, List.of(hosts), 1000, LIMIT);
  }

  private Part.Media load(RemoteMedia loader, MediaKind kind, String url) {
    Part.Media media = new Part.Media(kind, null, null, url, "name", null);
    return loader.load(
        media, "messages[0].content[1]", new Call("id", cancellation, TimeLimits.NONE));
  }

  private GatewayException failure(RemoteMedia loader, MediaKind kind, String url) {
    GatewayException failure =
        catchThrowableOfType(GatewayException.class, () -> load(loader, kind, url));
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(failure.detail().param()).isEqualTo("messages[0].content[1]");
    return failure;
  }

  @Test
  void fetchesAnAllowedHostsFileAndTellsItsTypeByItsBytes() {
    files.always(Reply.status(200).header("Content-Type", "image/jpeg").send("GIF89a......"));

    Part.Media loaded =
        load(allowing("Files.lan"), MediaKind.IMAGE, "http://files.lan:" + port + "/a.gif");

    assertThat(loaded.mediaType()).isEqualTo("image/gif");
    assertThat(Base64.getDecoder().decode(loaded.base64())).asString().isEqualTo("GIF89a......");
    assertThat(loaded.url()).isNull();
    assertThat(loaded.name()).isEqualTo("name");
    assertThat(files.request().header("Authorization")).isEmpty();
  }

  @Test
  void leavesAloneWhatHasItsBytes() {
    Part.Media media = new Part.Media(MediaKind.IMAGE, "image/png", "AAAA", null, null, null);

    assertThat(allowing().load(media, "f", new Call("id", cancellation, TimeLimits.NONE)))
        .isSameAs(media);
  }

  @Test
  void refusesANameThatLeadsToThisMachine() {
    assertThat(failure(allowing(), MediaKind.IMAGE, "http://innocent.example/a.png"))
        .hasMessageContaining("private network")
        .hasMessageContaining("image_fetch.allow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.1.2.3/",
        "http://172.31.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://168.63.129.16/",
        "http://0.0.0.0/"
      })
  void refusesAddressesOfPrivateNetworks(String url) {
    RemoteMedia loader = new RemoteMedia(Dns.SYSTEM, List.of(), 1000, LIMIT);

    assertThat(failure(loader, MediaKind.IMAGE, url)).hasMessageContaining("private network");
  }

  @Test
  void publicAddressesPass() throws UnknownHostException {
    assertThat(PublicAddresses.isSpecial(InetAddress.getByName("93.184.215.14"))).isFalse();
    assertThat(PublicAddresses.isSpecial(InetAddress.getByName("2606:2800:220:1::1"))).isFalse();
    assertThat(PublicAddresses.isSpecial(InetAddress.getByName("64:ff9b::808:808"))).isFalse();
  }

  @Test
  void refusesARedirectToAPrivateAddress() {
    files.always(Reply.status(302).header("Location", "http://secrets.lan:" + port + "/").send(""));

    assertThat(
            failure(allowing("files.lan"), MediaKind.IMAGE, "http://files.lan:" + port + "/a.png"))
        .hasMessageContaining("'secrets.lan'");
  }

  @Test
  void refusesToGoInCircles() {
    files.always(Reply.status(302).header("Location", "/again").send(""));

    assertThat(
            failure(allowing("files.lan"), MediaKind.IMAGE, "http://files.lan:" + port + "/a.png"))
        .hasMessageContaining("redirects too often");
  }

  @Test
  void refusesWhatIsTooLarge() {
    files.always(Reply.status(200).send("GIF8" + "x".repeat(1000)));

    assertThat(failure(allowing("*.lan"), MediaKind.IMAGE, "http://a.lan:" + port + "/"))
        .hasMessageContaining("larger than");
  }

  @Test
  void refusesWhatIsNoImage() {
    files.always(Reply.status(200).header("Content-Type", "text/html").send("<html>"));

    assertThat(failure(allowing("a.lan"), MediaKind.IMAGE, "http://a.lan:" + port + "/"))
        .hasMessageContaining("text/html and not an image");
  }

  @Test
  void refusesAnErrorPage() {
    files.always(Reply.status(404).send("GIF89a"));

    assertThat(failure(allowing("a.lan"), MediaKind.IMAGE, "http://a.lan:" + port + "/"))
        .hasMessageContaining("status 404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://a.lan/x", "http://user:pw@a.lan/", "nonsense"})
  void refusesWhatIsNoPlainWebAddress(String url) {
    assertThat(failure(allowing("a.lan"), MediaKind.DOCUMENT, url))
        .hasMessageContaining("no http(s) URL");
  }

  @Test
  void givesUpWhenTheServerIsSlow() {
    files.always(Reply.status(200).stall());
    RemoteMedia loader =
        new RemoteMedia(RemoteMediaTest::here, List.of("a.lan"), 1000, Duration.ofMillis(200));

    assertThat(failure(loader, MediaKind.IMAGE, "http://a.lan:" + port + "/"))
        .hasMessageContaining("took too long");
  }
}
