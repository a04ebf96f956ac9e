package dev.heddle.notebook;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads what was written, by a parser that forgives nothing. */
final class Xml {

  private Xml() {}

  static Document parse(String text) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + text, e);
    }
  }

  static List<Element> all(Document document, String name) {
    return elements(document.getElementsByTagName(name));
  }

  /** The elements of a name inside the elements of a class. */
  static List<Element> inside(Document document, String className, String name) {
    return all(document, "g").stream()
        .filter(group -> group.getAttribute("class").equals(className))
        .flatMap(group -> elements(group.getElementsByTagName(name)).stream())
        .toList();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements;
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
