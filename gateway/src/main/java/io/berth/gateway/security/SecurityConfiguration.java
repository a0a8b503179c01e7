/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import io.berth.events.kafka.EventJson;
import io.berth.gateway.login.LoginCodes;
import io.berth.gateway.login.SessionSeal;
import io.berth.gateway.problems.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * The walls: the health and the console's files are open, everything else wants to know who asks.
 * An OAuth2 resource server is another way to say so and belongs here, beside {@link DoorFilter}.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final String CONTENT_SECURITY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  @Bean
  SessionSeal sessionSeal(DoorSettings settings) {
    return new SessionSeal(settings.apiToken());
  }

  @Bean
  LoginController loginController(DoorSettings settings, SessionSeal seal, Clock clock) {
    return new LoginController(settings, new LoginCodes(settings.loginLinkLifetime()), seal, clock);
  }

  @Bean
  SecurityFilterChain walls(
      HttpSecurity http, DoorSettings settings, SessionSeal seal, Clock clock) {
    return http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(
                        "/", "/login", "/console/**", "/favicon.ico", "/actuator/health/**")
                    .permitAll()
                    .requestMatchers("/api/v1/login-links")
                    .hasAuthority(DoorFilter.PROGRAM)
                    .anyRequest()
                    .authenticated())
        .csrf(it -> csrf(it, settings))
        .addFilterBefore(new DoorFilter(settings.apiToken(), seal, clock), CsrfFilter.class)
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint(SecurityConfiguration::askWho)
                    .accessDeniedHandler((request, response, _) -> refuse(request, response)))
        .headers(
            it ->
                it.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY))
                    .referrerPolicy(
                        referrer ->
                            referrer.policy(
                                org.springframework.security.web.header.writers
                                    .ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER)))
        .requestCache(it -> it.disable())
        .logout(it -> it.disable())
        .httpBasic(it -> it.disable())
        .formLogin(it -> it.disable())
        .anonymous(it -> {})
        .build();
  }

  /** Only a browser sends a cookie that its user did not mean to send. */
  private static void csrf(CsrfConfigurer<HttpSecurity> csrf, DoorSettings settings) {
    CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
    tokens.setCookieCustomizer(
        cookie -> cookie.sameSite("Strict").secure(settings.secureCookies()));
    csrf.spa();
    csrf.csrfTokenRepository(tokens)
        .requireCsrfProtectionMatcher(
            request ->
                !SAFE.contains(request.getMethod())
                    && DoorFilter.bearer(request) == null
                    && DoorFilter.cookie(request).isPresent());
  }

  private static void askWho(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException ignored)
      throws IOException {
    Object why = request.getAttribute(DoorFilter.WHY);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"berth\"");
    write(
        response,
        Problem.unauthorized(
            (why == null ? "Nobody said who asks." : why)
                + " Programs send 'Authorization: Bearer <the API token>'; people open a login"
                + " link, which './berth login' prints."));
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean csrf = !SAFE.contains(request.getMethod()) && DoorFilter.bearer(request) == null;
    write(
        response,
        Problem.forbidden(
            csrf
                ? "The header X-XSRF-TOKEN is missing or old: send the value of the cookie"
                    + " XSRF-TOKEN in it, or reload the page."
                : "Only a program with the API token may do this."));
  }

  private static void write(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(EventJson.mapper().writeValueAsBytes(problem));
  }
}
