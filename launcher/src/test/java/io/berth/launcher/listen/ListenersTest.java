/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.teststack.process.ListenAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,", "gateway=127.0.0.1", "127.0.0.1", "kafka=::1"})
  void nothingNamed_orLoopback_opensNothing(String text) {
    assertThat(Listeners.parse(List.of(text)).open()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Listener.class)
  void whatIsNotNamed_listensOnLoopback(Listener listener) {
    assertThat(Listeners.LOOPBACK.of(listener)).isEqualTo(ListenAddress.LOOPBACK);
    assertThat(Listeners.parse(List.of()).of(listener).text()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0.0.0                                 | gateway=0.0.0.0",
        "gateway=0.0.0.0                         | gateway=0.0.0.0",
        "forward=0.0.0.0                         | forward=0.0.0.0",
        "forward = 10.1.2.3 , 10.1.2.4           | gateway=10.1.2.4,forward=10.1.2.3",
        "kafka=10.1.2.3,gateway=::,forward=[::1] | gateway=0:0:0:0:0:0:0:0,forward=0:0:0:0:0:0:0:1,kafka=10.1.2.3",
        "127.0.0.1                               | gateway=127.0.0.1"
      })
  void entries_areReadAndWrittenInOneForm(String given, String text) {
    var listeners = Listeners.parse(List.of(given));

    assertThat(listeners.text()).isEqualTo(text);
    assertThat(Listeners.parse(List.of(listeners.text()))).isEqualTo(listeners);
  }

  @Test
  void addressAlone_opensOnlyTheGateway() {
    assertThat(Listeners.parse(List.of("0.0.0.0")).open()).containsExactly(Listener.GATEWAY);
  }

  @Test
  void severalOptions_addUp() {
    assertThat(Listeners.parse(List.of("0.0.0.0", "kafka=10.1.2.3")).open())
        .containsExactly(Listener.GATEWAY, Listener.KAFKA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elasticsearch=0.0.0.0",
        "deploy-svc=0.0.0.0",
        "cluster=0.0.0.0",
        "Gateway=0.0.0.0",
        "=0.0.0.0",
        "*=0.0.0.0"
      })
  void listenerThatCannotBeOpened_isRefused_andThoseThatCanAreNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Listeners.parse(List.of(text)))
        .withMessageContaining("gateway, forward, kafka")
        .withMessageContaining("stays on loopback");
  }

  @Test
  void twoAddressesForOne_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Listeners.parse(List.of("10.1.2.3", "gateway=10.1.2.4")))
        .withMessageContaining("The gateway has two addresses, the second in 'gateway=10.1.2.4'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka=0.0.0.0", "kafka=::"})
  void brokerOnEveryAddress_isRefused_sinceItTellsItsClientsOne(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Listeners.parse(List.of(text)))
        .withMessageContaining("such as kafka=10.1.2.3");
  }

  @Test
  void commandLine_goesBeforeTheEnvironment() {
    var environment = Map.of("BERTH_LISTEN", "forward=127.0.0.1");

    assertThat(new ListenOption(List.of(), environment).listeners().text())
        .isEqualTo("forward=127.0.0.1");
    assertThat(new ListenOption(List.of("127.0.0.2"), environment).listeners().text())
        .isEqualTo("gateway=127.0.0.2");
    assertThat(new ListenOption(List.of(""), environment).listeners().text()).isEmpty();
    assertThat(new ListenOption(List.of(), Map.of()).listeners().text()).isEmpty();
  }

  @Test
  void faultInTheEnvironment_namesTheVariable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListenOption(List.of(), Map.of("BERTH_LISTEN", "x")).listeners())
        .withMessageContaining("BERTH_LISTEN: 'x' is no address");
  }

  @Test
  void addressOfAnotherMachine_isRefused_andThoseOfThisOneAreNamed() {
    // 203.0.113.0/24 is kept for documents: no machine has it.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListenOption(List.of("203.0.113.9"), Map.of()).listeners())
        .withMessageContaining("203.0.113.9 is no address of this machine, which has")
        .withMessageContaining("127.0.0.1");
  }

  @Test
  void start_saysWhoReachesIt_andWhatHasNoLock() {
    assertThat(ListenText.lines(Listeners.LOOPBACK, _ -> 1))
        .containsExactly(
            "They listen on this machine only; --listen ADDRESS opens the console and the API");
    assertThat(
            ListenText.lines(
                Listeners.parse(List.of("0.0.0.0,forward=10.1.2.3,kafka=127.0.0.1")),
                listener -> listener == Listener.GATEWAY ? 8080 : 24224))
        .containsExactly(
            "They listen on this machine only, except what you opened:",
            "    gateway  on port 8080 of every address of this machine; it wants a login or the API"
                + " token; it speaks plain HTTP, so put a TLS proxy before it where others share the"
                + " network",
            "  ! forward  at 10.1.2.3:24224; it has no lock: whoever reaches it can write log records"
                + " in the name of any application");
  }
}
