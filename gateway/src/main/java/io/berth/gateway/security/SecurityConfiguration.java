/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import io.berth.events.kafka.EventJson;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.login.LoginCodes;
import io.berth.gateway.login.SessionTokens;
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
 * Access rules: health and the console's files are public, everything else needs authentication. An
 * OAuth2 resource server would be configured here, beside {@link AuthenticationFilter}.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final String CONTENT_SECURITY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  @Bean
  SessionTokens sessionTokens(AuthSettings settings) {
    return new SessionTokens(settings.apiToken());
  }

  @Bean
  LoginController loginController(
      DocumentReader documents, AuthSettings settings, SessionTokens sessions, Clock clock) {
    return new LoginController(
        documents, settings, new LoginCodes(settings.loginLinkLifetime()), sessions, clock);
  }

  @Bean
  SecurityFilterChain securityFilterChain(
      HttpSecurity http, AuthSettings settings, SessionTokens sessions, Clock clock) {
    return http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(
                        "/", "/login", "/console/**", "/favicon.ico", "/actuator/health/**")
                    .permitAll()
                    .requestMatchers("/api/v1/login-links")
                    .hasAuthority(AuthenticationFilter.PROGRAM)
                    .anyRequest()
                    .authenticated())
        .csrf(it -> csrf(it, settings))
        .addFilterBefore(
            new AuthenticationFilter(settings.apiToken(), sessions, clock), CsrfFilter.class)
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint(SecurityConfiguration::onUnauthenticated)
                    .accessDeniedHandler(
                        (request, response, _) -> onAccessDenied(request, response)))
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

  /** CSRF protection is for requests with a cookie, which browsers add by themselves. */
  private static void csrf(CsrfConfigurer<HttpSecurity> csrf, AuthSettings settings) {
    CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
    tokens.setCookieCustomizer(
        cookie -> cookie.sameSite("Strict").secure(settings.secureCookies()));
    csrf.spa();
    csrf.csrfTokenRepository(tokens)
        .requireCsrfProtectionMatcher(
            request ->
                !SAFE.contains(request.getMethod())
                    && AuthenticationFilter.bearer(request) == null
                    && AuthenticationFilter.cookie(request).isPresent());
  }

  private static void onUnauthenticated(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException ignored)
      throws IOException {
    Object failure = request.getAttribute(AuthenticationFilter.FAILURE);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"berth\"");
    write(
        response,
        Problem.unauthorized(
            (failure == null ? "No credentials were sent." : failure)
                + " Programs send 'Authorization: Bearer <the API token>'; people open a login"
                + " link, which './berth login' prints."));
  }

  private static void onAccessDenied(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean csrf =
        !SAFE.contains(request.getMethod()) && AuthenticationFilter.bearer(request) == null;
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
