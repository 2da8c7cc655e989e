// Made by scripts/embed-docs.
#include "pages.h"

// `#embed` is of C23; the compiler has it in every version of the language, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_guides_app_js[] = {
#embed "guides/app.js"
};
static const unsigned char file_guides_docs_css[] = {
#embed "guides/docs.css"
};
static const unsigned char file_guides_element_js[] = {
#embed "guides/element.js"
};
static const unsigned char file_guides_index_html[] = {
#embed "guides/index.html"
};
static const unsigned char file_guides_markdown_js[] = {
#embed "guides/markdown.js"
};
static const unsigned char file_guides_reference_js[] = {
#embed "guides/reference.js"
};
static const unsigned char file_guides_snippets_js[] = {
#embed "guides/snippets.js"
};
static const unsigned char file_docs_README_md[] = {
#embed "../../docs/README.md"
};
static const unsigned char file_docs_achievements_md[] = {
#embed "../../docs/achievements.md"
};
static const unsigned char file_docs_analytics_md[] = {
#embed "../../docs/analytics.md"
};
static const unsigned char file_docs_api_bricqs_md[] = {
#embed "../../docs/api/bricqs.md"
};
static const unsigned char file_docs_api_dashboard_md[] = {
#embed "../../docs/api/dashboard.md"
};
static const unsigned char file_docs_api_events_md[] = {
#embed "../../docs/api/events.md"
};
static const unsigned char file_docs_api_mcp_md[] = {
#embed "../../docs/api/mcp.md"
};
static const unsigned char file_docs_api_openapi_md[] = {
#embed "../../docs/api/openapi.md"
};
static const unsigned char file_docs_api_phoenix_md[] = {
#embed "../../docs/api/phoenix.md"
};
static const unsigned char file_docs_api_reminders_md[] = {
#embed "../../docs/api/reminders.md"
};
static const unsigned char file_docs_api_requests_md[] = {
#embed "../../docs/api/requests.md"
};
static const unsigned char file_docs_api_stream_md[] = {
#embed "../../docs/api/stream.md"
};
static const unsigned char file_docs_api_tokens_md[] = {
#embed "../../docs/api/tokens.md"
};
static const unsigned char file_docs_api_trophy_md[] = {
#embed "../../docs/api/trophy.md"
};
static const unsigned char file_docs_api_webhooks_md[] = {
#embed "../../docs/api/webhooks.md"
};
static const unsigned char file_docs_architecture_md[] = {
#embed "../../docs/architecture.md"
};
static const unsigned char file_docs_boards_md[] = {
#embed "../../docs/boards.md"
};
static const unsigned char file_docs_civil_time_md[] = {
#embed "../../docs/civil-time.md"
};
static const unsigned char file_docs_comparison_md[] = {
#embed "../../docs/comparison.md"
};
static const unsigned char file_docs_concepts_md[] = {
#embed "../../docs/concepts.md"
};
static const unsigned char file_docs_dashboard_md[] = {
#embed "../../docs/dashboard.md"
};
static const unsigned char file_docs_decisions_0001_libraries_md[] = {
#embed "../../docs/decisions/0001-libraries.md"
};
static const unsigned char file_docs_decisions_0002_json_of_our_own_md[] = {
#embed "../../docs/decisions/0002-json-of-our-own.md"
};
static const unsigned char file_docs_decisions_0003_user_keys_and_event_ids_md[] = {
#embed "../../docs/decisions/0003-user-keys-and-event-ids.md"
};
static const unsigned char file_docs_decisions_0004_the_idempotency_key_is_the_primary_key_md[] = {
#embed "../../docs/decisions/0004-the-idempotency-key-is-the-primary-key.md"
};
static const unsigned char file_docs_decisions_0005_amounts_are_exact_md[] = {
#embed "../../docs/decisions/0005-amounts-are-exact.md"
};
static const unsigned char file_docs_decisions_0006_images_are_checked_not_changed_md[] = {
#embed "../../docs/decisions/0006-images-are-checked-not-changed.md"
};
static const unsigned char file_docs_decisions_0007_tokens_by_libjwt_md[] = {
#embed "../../docs/decisions/0007-tokens-by-libjwt.md"
};
static const unsigned char file_docs_decisions_0008_http_on_our_own_sockets_md[] = {
#embed "../../docs/decisions/0008-http-on-our-own-sockets.md"
};
static const unsigned char file_docs_decisions_0009_tls_by_a_proxy_md[] = {
#embed "../../docs/decisions/0009-tls-by-a-proxy.md"
};
static const unsigned char file_docs_decisions_0010_postgresql_in_rounds_md[] = {
#embed "../../docs/decisions/0010-postgresql-in-rounds.md"
};
static const unsigned char file_docs_decisions_0011_webhooks_by_libcurl_md[] = {
#embed "../../docs/decisions/0011-webhooks-by-libcurl.md"
};
static const unsigned char file_docs_decisions_0012_a_dashboard_without_a_build_step_md[] = {
#embed "../../docs/decisions/0012-a-dashboard-without-a-build-step.md"
};
static const unsigned char file_docs_decisions_0013_zstd_for_files_md[] = {
#embed "../../docs/decisions/0013-zstd-for-files.md"
};
static const unsigned char file_docs_decisions_0014_rankings_without_redis_md[] = {
#embed "../../docs/decisions/0014-rankings-without-redis.md"
};
static const unsigned char file_docs_decisions_0015_web_push_by_libcrypto_md[] = {
#embed "../../docs/decisions/0015-web-push-by-libcrypto.md"
};
static const unsigned char file_docs_decisions_0016_periods_keep_rows_of_their_own_md[] = {
#embed "../../docs/decisions/0016-periods-keep-rows-of-their-own.md"
};
static const unsigned char file_docs_decisions_0017_versions_instead_of_locks_md[] = {
#embed "../../docs/decisions/0017-versions-instead-of-locks.md"
};
static const unsigned char file_docs_decisions_0018_groups_are_derived_md[] = {
#embed "../../docs/decisions/0018-groups-are-derived.md"
};
static const unsigned char file_docs_decisions_0022_configuration_is_json_md[] = {
#embed "../../docs/decisions/0022-configuration-is-json.md"
};
static const unsigned char file_docs_experiments_md[] = {
#embed "../../docs/experiments.md"
};
static const unsigned char file_docs_facts_md[] = {
#embed "../../docs/facts.md"
};
static const unsigned char file_docs_faq_md[] = {
#embed "../../docs/faq.md"
};
static const unsigned char file_docs_guides_bricqs_md[] = {
#embed "../../docs/guides/bricqs.md"
};
static const unsigned char file_docs_guides_configuration_md[] = {
#embed "../../docs/guides/configuration.md"
};
static const unsigned char file_docs_guides_cookbook_md[] = {
#embed "../../docs/guides/cookbook.md"
};
static const unsigned char file_docs_guides_html_md[] = {
#embed "../../docs/guides/html.md"
};
static const unsigned char file_docs_guides_import_md[] = {
#embed "../../docs/guides/import.md"
};
static const unsigned char file_docs_guides_own_table_md[] = {
#embed "../../docs/guides/own-table.md"
};
static const unsigned char file_docs_guides_phoenix_md[] = {
#embed "../../docs/guides/phoenix.md"
};
static const unsigned char file_docs_guides_react_md[] = {
#embed "../../docs/guides/react.md"
};
static const unsigned char file_docs_guides_scenarios_md[] = {
#embed "../../docs/guides/scenarios.md"
};
static const unsigned char file_docs_guides_svelte_md[] = {
#embed "../../docs/guides/svelte.md"
};
static const unsigned char file_docs_guides_trophy_md[] = {
#embed "../../docs/guides/trophy.md"
};
static const unsigned char file_docs_guides_vue_md[] = {
#embed "../../docs/guides/vue.md"
};
static const unsigned char file_docs_operations_audit_md[] = {
#embed "../../docs/operations/audit.md"
};
static const unsigned char file_docs_operations_benchmarks_md[] = {
#embed "../../docs/operations/benchmarks.md"
};
static const unsigned char file_docs_operations_deployment_md[] = {
#embed "../../docs/operations/deployment.md"
};
static const unsigned char file_docs_operations_doctor_md[] = {
#embed "../../docs/operations/doctor.md"
};
static const unsigned char file_docs_operations_followers_md[] = {
#embed "../../docs/operations/followers.md"
};
static const unsigned char file_docs_operations_hardening_md[] = {
#embed "../../docs/operations/hardening.md"
};
static const unsigned char file_docs_operations_mutations_md[] = {
#embed "../../docs/operations/mutations.md"
};
static const unsigned char file_docs_operations_postgresql_md[] = {
#embed "../../docs/operations/postgresql.md"
};
static const unsigned char file_docs_operations_proxy_md[] = {
#embed "../../docs/operations/proxy.md"
};
static const unsigned char file_docs_operations_running_md[] = {
#embed "../../docs/operations/running.md"
};
static const unsigned char file_docs_operations_scale_out_md[] = {
#embed "../../docs/operations/scale-out.md"
};
static const unsigned char file_docs_operations_security_md[] = {
#embed "../../docs/operations/security.md"
};
static const unsigned char file_docs_operations_sizing_md[] = {
#embed "../../docs/operations/sizing.md"
};
static const unsigned char file_docs_operations_sql_md[] = {
#embed "../../docs/operations/sql.md"
};
static const unsigned char file_docs_operations_sqlite_md[] = {
#embed "../../docs/operations/sqlite.md"
};
static const unsigned char file_docs_points_md[] = {
#embed "../../docs/points.md"
};
static const unsigned char file_docs_start_curl_md[] = {
#embed "../../docs/start/curl.md"
};
static const unsigned char file_docs_start_node_md[] = {
#embed "../../docs/start/node.md"
};
static const unsigned char file_docs_start_python_md[] = {
#embed "../../docs/start/python.md"
};
static const unsigned char file_docs_start_swift_md[] = {
#embed "../../docs/start/swift.md"
};
static const unsigned char file_docs_streaks_amnesties_md[] = {
#embed "../../docs/streaks/amnesties.md"
};
static const unsigned char file_docs_streaks_at_risk_md[] = {
#embed "../../docs/streaks/at-risk.md"
};
static const unsigned char file_docs_streaks_definitions_md[] = {
#embed "../../docs/streaks/definitions.md"
};
static const unsigned char file_docs_streaks_explain_md[] = {
#embed "../../docs/streaks/explain.md"
};
static const unsigned char file_docs_streaks_groups_md[] = {
#embed "../../docs/streaks/groups.md"
};
static const unsigned char file_docs_streaks_rules_md[] = {
#embed "../../docs/streaks/rules.md"
};
static const unsigned char file_docs_troubleshooting_md[] = {
#embed "../../docs/troubleshooting.md"
};
static const unsigned char file_docs_ui_md[] = {
#embed "../../docs/ui.md"
};
static const unsigned char file_docs_webhooks_md[] = {
#embed "../../docs/webhooks.md"
};
static const unsigned char file_docs_operations_deploy_Containerfile[] = {
#embed "../../docs/operations/deploy/Containerfile"
};
static const unsigned char file_docs_operations_deploy_alerts_yml[] = {
#embed "../../docs/operations/deploy/alerts.yml"
};
static const unsigned char file_docs_operations_deploy_laurel_backup_service[] = {
#embed "../../docs/operations/deploy/laurel-backup.service"
};
static const unsigned char file_docs_operations_deploy_laurel_backup_timer[] = {
#embed "../../docs/operations/deploy/laurel-backup.timer"
};
static const unsigned char file_docs_operations_deploy_laurel_service[] = {
#embed "../../docs/operations/deploy/laurel.service"
};
static const unsigned char file_docs_operations_proxy_Caddyfile[] = {
#embed "../../docs/operations/proxy/Caddyfile"
};
static const unsigned char file_docs_operations_proxy_nginx_conf[] = {
#embed "../../docs/operations/proxy/nginx.conf"
};
static const unsigned char file_CHANGELOG_md[] = {
#embed "../../CHANGELOG.md"
};
static const unsigned char file_CONTRIBUTING_md[] = {
#embed "../../CONTRIBUTING.md"
};
static const unsigned char file_README_md[] = {
#embed "../../README.md"
};
static const unsigned char file_SECURITY_md[] = {
#embed "../../SECURITY.md"
};
static const unsigned char file_LICENSE[] = {
#embed "../../LICENSE"
};
static const unsigned char file_docs_api_events_schema_json[] = {
#embed "../../docs/api/events.schema.json"
};

#define PAGE(name, path) {path, name, sizeof name}

static const struct laurel_page guides[] = {
    PAGE(file_guides_app_js, "guides/app.js"),
    PAGE(file_guides_docs_css, "guides/docs.css"),
    PAGE(file_guides_element_js, "guides/element.js"),
    PAGE(file_guides_index_html, "guides/index.html"),
    PAGE(file_guides_markdown_js, "guides/markdown.js"),
    PAGE(file_guides_reference_js, "guides/reference.js"),
    PAGE(file_guides_snippets_js, "guides/snippets.js"),
    PAGE(file_docs_README_md, "docs/README.md"),
    PAGE(file_docs_achievements_md, "docs/achievements.md"),
    PAGE(file_docs_analytics_md, "docs/analytics.md"),
    PAGE(file_docs_api_bricqs_md, "docs/api/bricqs.md"),
    PAGE(file_docs_api_dashboard_md, "docs/api/dashboard.md"),
    PAGE(file_docs_api_events_md, "docs/api/events.md"),
    PAGE(file_docs_api_mcp_md, "docs/api/mcp.md"),
    PAGE(file_docs_api_openapi_md, "docs/api/openapi.md"),
    PAGE(file_docs_api_phoenix_md, "docs/api/phoenix.md"),
    PAGE(file_docs_api_reminders_md, "docs/api/reminders.md"),
    PAGE(file_docs_api_requests_md, "docs/api/requests.md"),
    PAGE(file_docs_api_stream_md, "docs/api/stream.md"),
    PAGE(file_docs_api_tokens_md, "docs/api/tokens.md"),
    PAGE(file_docs_api_trophy_md, "docs/api/trophy.md"),
    PAGE(file_docs_api_webhooks_md, "docs/api/webhooks.md"),
    PAGE(file_docs_architecture_md, "docs/architecture.md"),
    PAGE(file_docs_boards_md, "docs/boards.md"),
    PAGE(file_docs_civil_time_md, "docs/civil-time.md"),
    PAGE(file_docs_comparison_md, "docs/comparison.md"),
    PAGE(file_docs_concepts_md, "docs/concepts.md"),
    PAGE(file_docs_dashboard_md, "docs/dashboard.md"),
    PAGE(file_docs_decisions_0001_libraries_md, "docs/decisions/0001-libraries.md"),
    PAGE(file_docs_decisions_0002_json_of_our_own_md, "docs/decisions/0002-json-of-our-own.md"),
    PAGE(file_docs_decisions_0003_user_keys_and_event_ids_md, "docs/decisions/0003-user-keys-and-event-ids.md"),
    PAGE(file_docs_decisions_0004_the_idempotency_key_is_the_primary_key_md, "docs/decisions/0004-the-idempotency-key-is-the-primary-key.md"),
    PAGE(file_docs_decisions_0005_amounts_are_exact_md, "docs/decisions/0005-amounts-are-exact.md"),
    PAGE(file_docs_decisions_0006_images_are_checked_not_changed_md, "docs/decisions/0006-images-are-checked-not-changed.md"),
    PAGE(file_docs_decisions_0007_tokens_by_libjwt_md, "docs/decisions/0007-tokens-by-libjwt.md"),
    PAGE(file_docs_decisions_0008_http_on_our_own_sockets_md, "docs/decisions/0008-http-on-our-own-sockets.md"),
    PAGE(file_docs_decisions_0009_tls_by_a_proxy_md, "docs/decisions/0009-tls-by-a-proxy.md"),
    PAGE(file_docs_decisions_0010_postgresql_in_rounds_md, "docs/decisions/0010-postgresql-in-rounds.md"),
    PAGE(file_docs_decisions_0011_webhooks_by_libcurl_md, "docs/decisions/0011-webhooks-by-libcurl.md"),
    PAGE(file_docs_decisions_0012_a_dashboard_without_a_build_step_md, "docs/decisions/0012-a-dashboard-without-a-build-step.md"),
    PAGE(file_docs_decisions_0013_zstd_for_files_md, "docs/decisions/0013-zstd-for-files.md"),
    PAGE(file_docs_decisions_0014_rankings_without_redis_md, "docs/decisions/0014-rankings-without-redis.md"),
    PAGE(file_docs_decisions_0015_web_push_by_libcrypto_md, "docs/decisions/0015-web-push-by-libcrypto.md"),
    PAGE(file_docs_decisions_0016_periods_keep_rows_of_their_own_md, "docs/decisions/0016-periods-keep-rows-of-their-own.md"),
    PAGE(file_docs_decisions_0017_versions_instead_of_locks_md, "docs/decisions/0017-versions-instead-of-locks.md"),
    PAGE(file_docs_decisions_0018_groups_are_derived_md, "docs/decisions/0018-groups-are-derived.md"),
    PAGE(file_docs_decisions_0022_configuration_is_json_md, "docs/decisions/0022-configuration-is-json.md"),
    PAGE(file_docs_experiments_md, "docs/experiments.md"),
    PAGE(file_docs_facts_md, "docs/facts.md"),
    PAGE(file_docs_faq_md, "docs/faq.md"),
    PAGE(file_docs_guides_bricqs_md, "docs/guides/bricqs.md"),
    PAGE(file_docs_guides_configuration_md, "docs/guides/configuration.md"),
    PAGE(file_docs_guides_cookbook_md, "docs/guides/cookbook.md"),
    PAGE(file_docs_guides_html_md, "docs/guides/html.md"),
    PAGE(file_docs_guides_import_md, "docs/guides/import.md"),
    PAGE(file_docs_guides_own_table_md, "docs/guides/own-table.md"),
    PAGE(file_docs_guides_phoenix_md, "docs/guides/phoenix.md"),
    PAGE(file_docs_guides_react_md, "docs/guides/react.md"),
    PAGE(file_docs_guides_scenarios_md, "docs/guides/scenarios.md"),
    PAGE(file_docs_guides_svelte_md, "docs/guides/svelte.md"),
    PAGE(file_docs_guides_trophy_md, "docs/guides/trophy.md"),
    PAGE(file_docs_guides_vue_md, "docs/guides/vue.md"),
    PAGE(file_docs_operations_audit_md, "docs/operations/audit.md"),
    PAGE(file_docs_operations_benchmarks_md, "docs/operations/benchmarks.md"),
    PAGE(file_docs_operations_deployment_md, "docs/operations/deployment.md"),
    PAGE(file_docs_operations_doctor_md, "docs/operations/doctor.md"),
    PAGE(file_docs_operations_followers_md, "docs/operations/followers.md"),
    PAGE(file_docs_operations_hardening_md, "docs/operations/hardening.md"),
    PAGE(file_docs_operations_mutations_md, "docs/operations/mutations.md"),
    PAGE(file_docs_operations_postgresql_md, "docs/operations/postgresql.md"),
    PAGE(file_docs_operations_proxy_md, "docs/operations/proxy.md"),
    PAGE(file_docs_operations_running_md, "docs/operations/running.md"),
    PAGE(file_docs_operations_scale_out_md, "docs/operations/scale-out.md"),
    PAGE(file_docs_operations_security_md, "docs/operations/security.md"),
    PAGE(file_docs_operations_sizing_md, "docs/operations/sizing.md"),
    PAGE(file_docs_operations_sql_md, "docs/operations/sql.md"),
    PAGE(file_docs_operations_sqlite_md, "docs/operations/sqlite.md"),
    PAGE(file_docs_points_md, "docs/points.md"),
    PAGE(file_docs_start_curl_md, "docs/start/curl.md"),
    PAGE(file_docs_start_node_md, "docs/start/node.md"),
    PAGE(file_docs_start_python_md, "docs/start/python.md"),
    PAGE(file_docs_start_swift_md, "docs/start/swift.md"),
    PAGE(file_docs_streaks_amnesties_md, "docs/streaks/amnesties.md"),
    PAGE(file_docs_streaks_at_risk_md, "docs/streaks/at-risk.md"),
    PAGE(file_docs_streaks_definitions_md, "docs/streaks/definitions.md"),
    PAGE(file_docs_streaks_explain_md, "docs/streaks/explain.md"),
    PAGE(file_docs_streaks_groups_md, "docs/streaks/groups.md"),
    PAGE(file_docs_streaks_rules_md, "docs/streaks/rules.md"),
    PAGE(file_docs_troubleshooting_md, "docs/troubleshooting.md"),
    PAGE(file_docs_ui_md, "docs/ui.md"),
    PAGE(file_docs_webhooks_md, "docs/webhooks.md"),
    PAGE(file_docs_operations_deploy_Containerfile, "docs/operations/deploy/Containerfile"),
    PAGE(file_docs_operations_deploy_alerts_yml, "docs/operations/deploy/alerts.yml"),
    PAGE(file_docs_operations_deploy_laurel_backup_service, "docs/operations/deploy/laurel-backup.service"),
    PAGE(file_docs_operations_deploy_laurel_backup_timer, "docs/operations/deploy/laurel-backup.timer"),
    PAGE(file_docs_operations_deploy_laurel_service, "docs/operations/deploy/laurel.service"),
    PAGE(file_docs_operations_proxy_Caddyfile, "docs/operations/proxy/Caddyfile"),
    PAGE(file_docs_operations_proxy_nginx_conf, "docs/operations/proxy/nginx.conf"),
    PAGE(file_CHANGELOG_md, "CHANGELOG.md"),
    PAGE(file_CONTRIBUTING_md, "CONTRIBUTING.md"),
    PAGE(file_README_md, "README.md"),
    PAGE(file_SECURITY_md, "SECURITY.md"),
    PAGE(file_LICENSE, "LICENSE"),
    PAGE(file_docs_api_events_schema_json, "docs/api/events.schema.json"),
};

const unsigned long laurel_guide_count = sizeof guides / sizeof guides[0];

const struct laurel_page *laurel_guide_at(unsigned long index) {
    return &guides[index];
}
