/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.options;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.berth.logpipeline.search.LogPage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class LogsControllerTest {

  private final AtomicInteger followers = new AtomicInteger();
  private final MockMvc web =
      MockMvcBuilders.standaloneSetup(
              new LogsController(
                  _ -> new LogPage(List.of(), null),
                  (_, _) -> {
                    followers.incrementAndGet();
                    return followers::decrementAndGet;
                  }))
          .build();

  @Test
  void headOfTheTail_returnsHeadersOnly_andSubscribesNobody() throws Exception {
    web.perform(head("/api/v1/logs/tail?app=cart"))
        .andExpect(status().isOk())
        .andExpect(content().contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM))
        .andExpect(request().asyncNotStarted());
    assertThat(followers).hasValue(0);
  }

  @Test
  void optionsOfTheTail_subscribesNobody() throws Exception {
    web.perform(options("/api/v1/logs/tail"))
        .andExpect(status().isOk())
        .andExpect(header().string("Allow", "GET,HEAD,OPTIONS"))
        .andExpect(request().asyncNotStarted());
    assertThat(followers).hasValue(0);
  }

  @Test
  void getOfTheTail_subscribes() throws Exception {
    web.perform(get("/api/v1/logs/tail")).andExpect(request().asyncStarted());
    assertThat(followers).hasValue(1);
  }
}
