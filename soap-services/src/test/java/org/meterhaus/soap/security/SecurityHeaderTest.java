package org.meterhaus.soap.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Security header")
class SecurityHeaderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String PROFILE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";

  private static Credentials read(String inside) throws XMLStreamException {
    var xml =
        "<e:Security xmlns:e='%s' xmlns:u='%s'>%s</e:Security>"
            .formatted(SecurityHeader.WSSE, SecurityHeader.WSU, inside);
    return SecurityHeader.read(
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(xml)), NOW);
  }

  private static String token(String inside) {
    return "<e:UsernameToken>" + inside + "</e:UsernameToken>";
  }

  // UsernameToken Profile 1.1.1, section 3.1
  @Test
  void with_a_complete_token_gives_all_of_it() throws Exception {
    var credentials =
        read(
            token(
                """
                <e:Username>anna</e:Username>
                <e:Password Type="%s#PasswordText"> pass word </e:Password>
                <e:Nonce>bm9uY2U=</e:Nonce>
                <u:Created>2026-11-21T11:59:00.5Z</u:Created>
                """
                    .formatted(PROFILE)));

    assertThat(credentials)
        .isEqualTo(
            new Credentials.Password(
                "anna", " pass word ", "bm9uY2U=", Instant.parse("2026-11-21T11:59:00.5Z")));
  }

  @Test
  void with_a_password_without_type_means_its_text() throws Exception {
    var credentials = read(token("<e:Username>anna</e:Username><e:Password>secret</e:Password>"));

    assertThat(credentials).isEqualTo(new Credentials.Password("anna", "secret", null, null));
  }

  @Test
  void never_shows_the_password() throws Exception {
    var credentials = read(token("<e:Username>anna</e:Username><e:Password>secret</e:Password>"));

    assertThat(credentials.toString()).doesNotContain("secret");
    assertThat(new Credentials.Bearer("secret").toString()).doesNotContain("secret");
  }

  @Test
  void with_a_valid_time_stamp_only_has_no_credentials() throws Exception {
    var credentials =
        read("<u:Timestamp><u:Expires>2026-11-21T12:00:01Z</u:Expires></u:Timestamp>");

    assertThat(credentials).isEqualTo(new Credentials.None());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <e:UsernameToken/>                                                       | needs a Username and a Password
          <e:UsernameToken><e:Username>a</e:Username></e:UsernameToken>            | needs a Username and a Password
          <e:UsernameToken><e:Password>a</e:Password></e:UsernameToken>            | needs a Username and a Password
          <e:UsernameToken/><e:UsernameToken/>                                     | not understood
          <e:BinarySecurityToken/>                                                 | BinarySecurityToken that is not understood
          <d:Signature xmlns:d='http://www.w3.org/2000/09/xmldsig#'/>              | Signature that is not understood
          <e:UsernameToken><e:Other/></e:UsernameToken>                            | Other that is not understood
          <u:Timestamp><u:Expires>2026-11-21T12:00:00Z</u:Expires></u:Timestamp>   | has expired
          <u:Timestamp><u:Expires>tomorrow</u:Expires></u:Timestamp>               | is not an instant
          <e:UsernameToken><u:Created>now</u:Created></e:UsernameToken>            | is not an instant
          <e:UsernameToken><e:Username><b/></e:Username></e:UsernameToken>         | cannot be read
          """)
  void that_cannot_be_used_says_why(String inside, String reason) throws Exception {
    assertThat(read(inside))
        .isInstanceOfSatisfying(
            Credentials.Unusable.class, unusable -> assertThat(unusable.reason()).contains(reason));
  }

  @Test
  void with_a_digest_says_why_it_cannot_be_checked() throws Exception {
    var credentials =
        read(
            token(
                "<e:Username>a</e:Username><e:Password Type='%s#PasswordDigest'>x</e:Password>"
                    .formatted(PROFILE)));

    assertThat(credentials)
        .isInstanceOfSatisfying(
            Credentials.Unusable.class,
            unusable -> assertThat(unusable.reason()).contains("Argon2id"));
  }

  @Test
  void with_a_nonce_needs_the_time_of_its_creation() throws Exception {
    var credentials =
        read(
            token(
                "<e:Username>a</e:Username><e:Password>b</e:Password><e:Nonce>bm9uY2U=</e:Nonce>"));

    assertThat(credentials).isInstanceOf(Credentials.Unusable.class);
  }

  @Test
  void with_a_text_of_257_characters_is_refused() throws Exception {
    var text = "<e:Username>%s</e:Username><e:Password>b</e:Password>";

    assertThat(read(token(text.formatted("a".repeat(256)))))
        .isInstanceOf(Credentials.Password.class);
    assertThat(read(token(text.formatted("a".repeat(257)))))
        .isInstanceOf(Credentials.Unusable.class);
  }
}
