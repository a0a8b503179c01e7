/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.elasticsearch.indices.PutIndexTemplateRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The index templates of our data streams; their JSON files are resources of this package. */
enum IndexTemplate {
  LOGS("berth-logs", "logs-template.json"),
  PLATFORM("berth-platform", "platform-template.json");

  private final String template;
  private final String file;

  IndexTemplate(String template, String file) {
    this.template = template;
    this.file = file;
  }

  String template() {
    return template;
  }

  PutIndexTemplateRequest request() {
    try (InputStream json = json()) {
      return PutIndexTemplateRequest.of(request -> request.name(template).withJson(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream json() {
    InputStream json = IndexTemplate.class.getResourceAsStream(file);
    if (json == null) {
      throw new IllegalStateException(file + " is missing in the jar");
    }
    return json;
  }
}
