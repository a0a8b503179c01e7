/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.web;

import io.berth.events.document.Document;
import io.berth.gateway.documents.DocumentReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads request bodies, JSON or YAML, up to a maximum size. */
final class RequestBodyReader {

  private final DocumentReader documents;

  RequestBodyReader(DocumentReader documents) {
    this.documents = documents;
  }

  Document read(HttpServletRequest request) throws IOException {
    byte[] body = documents.bytes(request.getInputStream(), request.getContentLengthLong());
    return documents.document(body, request.getContentType());
  }
}
