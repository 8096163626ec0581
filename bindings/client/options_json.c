/* Turns a list of options into the policy object that a session is opened with. What an option means is the checker's matter. */
#include "options_json.h"

json_t *options_json(const struct client_option *options, size_t count, unsigned layers) {
  static const char *const names[CLIENT_LAYERS] = {"recommended", "user", "enforced"};
  json_t *policy = json_object();
  size_t i;
  for (i = 0; i < CLIENT_LAYERS; i++) {
    if (layers >> i & 1u) json_object_set_new(policy, names[i], json_object());
  }
  for (i = 0; i < count; i++) {
    const struct client_option *o = &options[i];
    json_t *layer = json_object_get(policy, names[o->layer]), *list;
    if (!layer) continue;
    switch (o->kind) {
      case CLIENT_TEXT: json_object_set_new(layer, o->key, json_string(o->text)); break;
      case CLIENT_NUMBER: json_object_set_new(layer, o->key, json_integer(o->number)); break;
      case CLIENT_ELEMENT:
        list = json_object_get(layer, o->key);
        if (!json_is_array(list)) {
          list = json_array();
          json_object_set_new(layer, o->key, list);
        }
        json_array_append_new(list, json_string(o->text));
        break;
    }
  }
  return policy;
}
