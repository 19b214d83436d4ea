package com.acme.documents;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Templates;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

import com.acme.shared.Text;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An application that parses and transforms XML. */
public final class Documents implements Runnable {
    private static final String STYLE =
            """
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:template match="/"><html><xsl:apply-templates select="//item"><xsl:sort select="@id"/></xsl:apply-templates></html></xsl:template>
              <xsl:template match="item"><p><xsl:value-of select="translate(., 'aeiou', 'AEIOU')"/>
                <xsl:if test="count(preceding-sibling::item) mod 2 = 0"><b><xsl:value-of select="string-length(.)"/></b></xsl:if></p></xsl:template>
            </xsl:stylesheet>
            """;

    private final Templates style;

    /** Compiles the style sheet. */
    public Documents() throws TransformerException {
        style = TransformerFactory.newInstance().newTemplates(new StreamSource(new StringReader(STYLE)));
    }

    @Override
    public void run() {
        StringBuilder xml = new StringBuilder("<items>");
        for (int i = 0; i < 40; i++) {
            xml.append("<item id='")
                    .append(i * 31 % 40)
                    .append("'>")
                    .append(Text.of(8))
                    .append("</item>");
        }
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(
                            new StringReader(xml.append("</items>").toString())));
            style.newTransformer().transform(new DOMSource(document), new StreamResult(new StringWriter()));
        } catch (IOException | ParserConfigurationException | SAXException | TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
