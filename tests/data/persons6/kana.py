B=dict(zip('あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん',
 'a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa o n'.split()))
B.update(zip('がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ','ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po'.split()))
def romaji(k):
    o='';i=0
    while i<len(k):
        c=k[i];n=k[i+1] if i+1<len(k) else ''
        if n and n in 'ゃゅょ':
            b=B[c][:-1]; v={'ゃ':'a','ゅ':'u','ょ':'o'}[n]
            o+=(b if b in('sh','ch','j') else b+'y')+v; i+=2; continue
        if c=='っ': o+= 't' if B[n][0]=='c' else B[n][0]
        elif c!='ー': o+=B[c]
        i+=1
    return o.replace('ou','o').replace('oo','o').replace('uu','u')
def kata(k): return ''.join(chr(ord(c)+0x60) if 'ぁ'<=c<='ん' else c for c in k)
