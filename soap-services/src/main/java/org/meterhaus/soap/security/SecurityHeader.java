package org.meterhaus.soap.security;

import java.time.DateTimeException;
import java.time.Instant;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code wsse:Security} header. Understands UsernameToken with PasswordText and the
 * Timestamp; anything else in it is refused rather than skipped, because a sender that signs a
 * message relies on the signature being checked. Not thread-safe; for one header.
 *
 * @see "WS-Security SOAP Message Security 1.1.1; UsernameToken Profile 1.1.1"
 */
final class SecurityHeader {
  static final String WSSE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  static final QName NAME = new QName(WSSE, "Security");
  private static final String PROFILE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
  private static final String PASSWORD_TEXT = PROFILE + "#PasswordText";
  private static final String PASSWORD_DIGEST = PROFILE + "#PasswordDigest";
  private static final int MAX_TEXT = 256;

  /** What cannot be used, said to the caller. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String reason) {
      super(reason);
    }
  }

  private final XMLStreamReader reader;
  private final Instant now;
  private @Nullable String username;
  private @Nullable String password;
  private @Nullable String nonce;
  private @Nullable Instant created;
  private boolean tokenSeen;

  private SecurityHeader(XMLStreamReader reader, Instant now) {
    this.reader = reader;
    this.now = now;
  }

  /**
   * @param reader before or at the start tag of the header
   * @param now for the expiry of a Timestamp
   */
  static Credentials read(XMLStreamReader reader, Instant now) {
    var header = new SecurityHeader(reader, now);
    try {
      header.read();
      return header.credentials();
    } catch (UnusableException e) {
      return new Credentials.Unusable(String.valueOf(e.getMessage()));
    } catch (XMLStreamException _) {
      // the gate has parsed it before; whatever this is, it is no usable header
      return new Credentials.Unusable("The Security header cannot be read.");
    }
  }

  private Credentials credentials() throws UnusableException {
    if (!tokenSeen) {
      return new Credentials.None();
    }
    if (username == null || password == null) {
      throw new UnusableException("The UsernameToken needs a Username and a Password.");
    }
    if (nonce != null && created == null) {
      throw new UnusableException("A Nonce needs a Created, or it would never grow too old.");
    }
    return new Credentials.Password(username, password, nonce, created);
  }

  private void read() throws XMLStreamException, UnusableException {
    while (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
      reader.next();
    }
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      var child = reader.getName();
      if (child.equals(new QName(WSSE, "UsernameToken")) && !tokenSeen) {
        tokenSeen = true;
        usernameToken();
      } else if (child.equals(new QName(WSU, "Timestamp"))) {
        timestamp();
      } else {
        throw new UnusableException(
            "The Security header has a "
                + shortened(child.getLocalPart())
                + " that is not understood here; send one UsernameToken, or a bearer token.");
      }
    }
  }

  private void usernameToken() throws XMLStreamException, UnusableException {
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      var child = reader.getName();
      if (child.equals(new QName(WSSE, "Username"))) {
        username = text("Username");
      } else if (child.equals(new QName(WSSE, "Password"))) {
        checkPasswordType(reader.getAttributeValue(null, "Type"));
        password = text("Password");
      } else if (child.equals(new QName(WSSE, "Nonce"))) {
        nonce = text("Nonce").strip();
      } else if (child.equals(new QName(WSU, "Created"))) {
        created = instant("Created");
      } else {
        throw new UnusableException(
            "The UsernameToken has a "
                + shortened(child.getLocalPart())
                + " that is not understood here.");
      }
    }
  }

  private static void checkPasswordType(@Nullable String type) throws UnusableException {
    if (PASSWORD_DIGEST.equals(type)) {
      throw new UnusableException(
          "PasswordDigest cannot be checked, because passwords are kept as Argon2id hashes only;"
              + " send PasswordText over TLS, or a bearer token.");
    }
    // the profile: a Password without a Type is PasswordText
    if (type != null && !type.equals(PASSWORD_TEXT)) {
      throw new UnusableException("The Password has a Type that is not understood here.");
    }
  }

  private void timestamp() throws XMLStreamException, UnusableException {
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      var child = reader.getLocalName();
      var time = instant(child);
      if (child.equals("Expires") && !time.isAfter(now)) {
        throw new UnusableException("The message has expired.");
      }
    }
  }

  private Instant instant(String element) throws XMLStreamException, UnusableException {
    try {
      return Instant.parse(text(element).strip());
    } catch (DateTimeException _) {
      // the text is the caller's own; saying which element is enough
      throw new UnusableException("The " + shortened(element) + " is not an instant.");
    }
  }

  private String text(String element) throws XMLStreamException, UnusableException {
    var text = reader.getElementText();
    if (text.length() > MAX_TEXT) {
      throw new UnusableException(
          "The " + shortened(element) + " has more than " + MAX_TEXT + " characters.");
    }
    return text;
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
