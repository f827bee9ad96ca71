// The text by which a version is compared; model/search/versions.py says the same and tells the rule.
// $thing name: d for the dataset, s or x for what stands beside it
// $key name: property key
CASE WHEN $thing.$key <> '' THEN reduce(
  text = '',
  part IN (
    [part IN split(
      reduce(
        spaced = '',
        sign IN split(toLower($thing.$key), '') |
        spaced + CASE
          WHEN spaced = '' AND sign = 'v' THEN ' '
          WHEN NOT (sign =~ '[a-z0-9]') THEN ' '
          WHEN (sign =~ '[0-9]') = (right(spaced, 1) =~ '[0-9]') THEN sign
          ELSE ' ' + sign
        END
      ),
      ' '
    ) WHERE part <> ''] + [_ IN range(1, 10) | '0']
  )[..10] |
  text + CASE WHEN part =~ '[0-9]+' THEN '1' + right('00000000000000000000' + part, 20) ELSE '0' + part + ' ' END
) END;
