/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.ApprovedFiles;
import io.berth.events.EventTypes;
import io.berth.events.Topic;
import io.berth.events.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The AsyncAPI document and the page for people say what the code says. */
class ContractPagesTest {

  private static final Path ASYNC_API = Path.of("src/main/resources/asyncapi.yaml");
  private static final Path PAGE = Path.of("../docs/events.md");

  @Test
  void asyncApi_isUpToDate() {
    String generated = AsyncApi.yaml();
    assertThat(generated)
        .as("asyncapi.yaml is not that of the code: renew it with -Dberth.update=true")
        .isEqualTo(ApprovedFiles.committed(ASYNC_API, generated));
  }

  @Test
  void asyncApi_hasEveryTopicAndEveryType() {
    JsonNode api = AsyncApi.document();
    assertThat(api.get("channels").propertyNames())
        .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
    assertThat(api.at("/components/messages").propertyNames())
        .containsExactlyElementsOf(EventTypes.all().keySet());
    assertThat(AsyncApi.parse(AsyncApi.yaml()).get("asyncapi")).isEqualTo("3.0.0");
  }

  @Test
  void everyReferenceOfTheAsyncApi_resolves() {
    JsonNode api = AsyncApi.document();
    List<String> references = api.findValuesAsString("$ref");
    assertThat(references).isNotEmpty().allMatch(reference -> leadsSomewhere(api, reference));
  }

  @Test
  void page_isUpToDate() {
    String generated = EventsPage.markdown();
    assertThat(generated)
        .as("docs/events.md is not that of the code: renew it with -Dberth.update=true")
        .isEqualTo(ApprovedFiles.committed(PAGE, generated));
  }

  private static boolean leadsSomewhere(JsonNode api, String reference) {
    return reference.startsWith("#")
        ? !api.at(reference.substring(1)).isMissingNode()
        : Files.exists(ASYNC_API.resolveSibling(reference));
  }
}
