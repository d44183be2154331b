package org.meterhaus.soap.xml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.Schema;
import org.jspecify.annotations.Nullable;
import org.meterhaus.soap.xml.GateVerdict.Reason;
import org.meterhaus.soap.xml.GateVerdict.Stopped;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;

/**
 * Looks at a request body before the web-service stack does, so that what the stack sees is small,
 * free of a document type, and valid. Thread-safe.
 *
 * <p>The body is decoded here, once and strictly, and the stack gets {@link Decoded#text} in UTF-8:
 * no two parsers can read the same bytes as different characters. The price is a second parse.
 */
public final class XmlGate {
  private static final String DISALLOW_DOCTYPE =
      "http://apache.org/xml/features/disallow-doctype-decl";

  private final Schema schema;
  private final Limits limits;

  public XmlGate(Schema schema, Limits limits) {
    this.schema = schema;
    this.limits = limits;
  }

  /** A body as characters, or why it has none. */
  public sealed interface Decoding {}

  /**
   * @param text without a byte order mark
   */
  public record Decoded(String text) implements Decoding {}

  /**
   * @param stopped what to answer
   */
  public record Undecodable(Stopped stopped) implements Decoding {}

  public Limits limits() {
    return limits;
  }

  /**
   * Decodes a body as UTF-8 or UTF-16, the two that the WS-I Basic Profile (R4001, R1012) asks for:
   * the byte order mark decides, then the charset of the content type, then UTF-8.
   *
   * @param charset as in the content type; null if it names none
   */
  public Decoding decode(byte[] body, @Nullable String charset) {
    if (body.length > limits.maxBytes()) {
      return tooLarge();
    }
    var encoding = encodingOf(body, charset);
    if (encoding.isEmpty()) {
      return new Undecodable(
          new Stopped(Reason.ENCODING, "The body must be encoded in UTF-8 or UTF-16."));
    }
    try {
      var decoder =
          encoding
              .get()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      var text = decoder.decode(ByteBuffer.wrap(body)).toString();
      return new Decoded(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      // what is wrong is all there is to say; the position would not help the caller
      return new Undecodable(
          new Stopped(Reason.ENCODING, "The body is not valid " + encoding.get().name() + "."));
    }
  }

  /** What to answer to a body of more than {@link Limits#maxBytes}. */
  public Undecodable tooLarge() {
    return new Undecodable(
        new Stopped(Reason.TOO_LARGE, "The body has more than " + limits.maxBytes() + " bytes."));
  }

  /** Parses and validates; never throws for what is in the text. */
  public GateVerdict inspect(String text) {
    var scan = new EnvelopeScan(schema, limits);
    try {
      parser().parse(new InputSource(new StringReader(text)), scan);
      return scan.verdict();
    } catch (SAXException e) {
      return scan.stopped().orElseGet(() -> malformed(e));
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
  }

  private static Stopped malformed(SAXException e) {
    // the parser's message for a document type names the feature, which says nothing to a caller
    var message = String.valueOf(e.getMessage());
    return message.contains(DISALLOW_DOCTYPE)
        ? new Stopped(Reason.DOCTYPE, "A document type declaration is not allowed in a request.")
        : new Stopped(Reason.MALFORMED, "The body is not well-formed XML.");
  }

  private static SAXParser parser() {
    try {
      var factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(DISALLOW_DOCTYPE, true);
      factory.setXIncludeAware(false);
      return factory.newSAXParser();
    } catch (ParserConfigurationException
        | SAXNotRecognizedException
        | SAXNotSupportedException e) {
      throw new IllegalStateException("the JDK's XML parser refuses to be made safe", e);
    } catch (SAXException e) {
      throw new IllegalStateException("the JDK's XML parser cannot be made", e);
    }
  }

  private static Optional<Charset> encodingOf(byte[] body, @Nullable String charset) {
    if (startsWith(body, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (startsWith(body, 0xFE, 0xFF) || startsWith(body, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    return switch (charset == null ? "utf-8" : charset.toLowerCase(Locale.ROOT)) {
      case "utf-8" -> Optional.of(StandardCharsets.UTF_8);
      case "utf-16" -> Optional.of(StandardCharsets.UTF_16);
      case "utf-16be" -> Optional.of(StandardCharsets.UTF_16BE);
      case "utf-16le" -> Optional.of(StandardCharsets.UTF_16LE);
      default -> Optional.empty();
    };
  }

  private static boolean startsWith(byte[] body, int... prefix) {
    if (body.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((body[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
