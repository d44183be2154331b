package org.meterhaus.soap.xml;

import java.net.URL;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** The published schemas, compiled. Stateless. */
public final class Schemas {
  private static final String FOLDER = "/org/meterhaus/soap/wsdl/";

  private Schemas() {}

  /**
   * @param name of a schema next to the WSDLs, such as {@code time.xsd}
   * @throws IllegalStateException if it is not there or not a schema: the build was wrong
   */
  public static Schema named(String name) {
    try {
      var factory = SchemaFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      // imports lead to the neighbour in the same jar or directory, never to a network
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file,jar:file");
      return factory.newSchema(new StreamSource(document(name).toExternalForm()));
    } catch (SAXException e) {
      throw new IllegalStateException("schema " + name + " is broken", e);
    }
  }

  /**
   * @throws IllegalStateException if there is no such document
   */
  public static URL document(String name) {
    var url = Schemas.class.getResource(FOLDER + name);
    if (url == null) {
      throw new IllegalStateException("no document " + FOLDER + name);
    }
    return url;
  }
}
